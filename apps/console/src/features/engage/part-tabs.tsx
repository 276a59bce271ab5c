import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./part-tabs.module.css";

/** The pages of one part of Engage beside the one that is open. */
export function PartTabs({ label, pages }: { label: string; pages: readonly { to: LinkProps["to"]; label: string }[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          className={classes.tab}
          activeProps={{ "data-active": true }}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {page.label}
        </Link>
      ))}
    </nav>
  );
}
