import { useId, type ReactNode } from "react";
import classes from "./section.module.css";

/** A part of the facts beside a timeline. */
export function Section({ title, count, actions, children }: { title: string; count?: number; actions?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <header className={classes.header}>
        <h2 id={id}>{title}</h2>
        {count === undefined || count === 0 ? null : <span className="faint small numbers">{count}</span>}
        {actions ? <span className={classes.actions}>{actions}</span> : null}
      </header>
      {children}
    </section>
  );
}
