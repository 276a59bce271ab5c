import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { usePlaces } from "../../app/use-places.ts";
import classes from "./engage.module.css";

/** What we do towards customers, in parts: a page of the section stands under the links to its neighbours. A part joins by its line in `navigation.ts` (section `engage`). */
export function EngageSection({ children }: { children: ReactNode }) {
  const parts = usePlaces().filter(({ section }) => section === "engage");
  return (
    <div className={classes.section}>
      <nav aria-label="Engage" className={classes.parts}>
        {parts.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.part} activeProps={{ "data-active": true }} activeOptions={{ includeSearch: false }}>
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </div>
  );
}
