import { IconCheck } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import classes from "./welcome.module.css";

/** One numbered step of setting up. */
export function Step({
  number,
  title,
  lead,
  done = false,
  children,
}: {
  number: number;
  title: string;
  lead?: string;
  done?: boolean;
  children: ReactNode;
}) {
  const headingId = useId();
  return (
    <section className={classes.step} aria-labelledby={headingId}>
      <span className={classes.number} data-done={done || undefined} aria-hidden="true">
        {done ? <IconCheck size={14} stroke={2.4} /> : number}
      </span>
      <div className={classes.stepBody}>
        <h2 id={headingId}>{title}</h2>
        {lead ? <p className="dim">{lead}</p> : null}
        {children}
      </div>
    </section>
  );
}
