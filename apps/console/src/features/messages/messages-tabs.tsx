import { Link } from "@tanstack/react-router";
import classes from "./messages.module.css";

const parts = [
  { to: "/engage/messages", label: "Sent and waiting" },
  { to: "/engage/messages/templates", label: "Templates" },
  { to: "/settings/channels", label: "Channels" },
] as const;

/** The pages about messages beside the one that is open. */
export function MessagesTabs() {
  return (
    <nav aria-label="Messages" className={classes.tabs}>
      {parts.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className={classes.tab}
          activeProps={{ "data-active": true }}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
