import { PartTabs } from "../engage/index.ts";

const pages = [
  { to: "/engage/messages", label: "Sent and waiting" },
  { to: "/engage/messages/templates", label: "Templates" },
  { to: "/settings/channels", label: "Channels" },
] as const;

/** The pages about messages beside the one that is open. */
export const MessagesTabs = () => <PartTabs label="Messages" pages={pages} />;
