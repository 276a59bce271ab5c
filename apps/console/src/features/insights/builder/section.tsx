import type { ReactNode } from "react";
import classes from "./builder.module.css";

/** A part of the builder under its heading. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.sectionHead}>
        <h2>{title}</h2>
        {actions}
      </header>
      {children}
    </section>
  );
}
