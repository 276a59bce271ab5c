import { Link } from "@tanstack/react-router";
import classes from "./arbiter.module.css";

const parts = [
  { to: "/engage/arbiter", label: "Held back" },
  { to: "/engage/arbiter/simulator", label: "Simulator" },
  { to: "/engage/arbiter/rules", label: "Rules" },
] as const;

/** The arbiter's pages beside the one that is open. */
export function ArbiterTabs() {
  return (
    <nav aria-label="Arbiter" className={classes.tabs}>
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
