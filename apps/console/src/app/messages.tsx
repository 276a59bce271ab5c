import "@mantine/notifications/styles.css";
import { Notifications } from "@mantine/notifications";

/** Where messages appear. Loaded with the first one. */
export default function Messages() {
  return <Notifications position="bottom-right" limit={4} autoClose={5000} />;
}
