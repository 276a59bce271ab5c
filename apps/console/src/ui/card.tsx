import { useId, type ReactNode } from "react";
import classes from "./card.module.css";

type CardProps = {
  title?: ReactNode;
  /** Faint, after the title: the unit, n, how to read it. */
  hint?: ReactNode;
  actions?: ReactNode;
  /** Without padding, for tables and lists that reach the edge. */
  flush?: boolean;
  children: ReactNode;
};

/** A panel with a hairline border. With a title it is a labelled region. */
export function Card({ title, hint, actions, flush = false, children }: CardProps) {
  const headingId = useId();
  return (
    <section className={classes.card} aria-labelledby={title ? headingId : undefined}>
      {title ? (
        <header className={classes.header}>
          <div className={classes.titles}>
            <h2 id={headingId}>{title}</h2>
            {hint === undefined ? null : <span className="dim small">{hint}</span>}
          </div>
          {actions ? <span className={classes.actions}>{actions}</span> : null}
        </header>
      ) : null}
      <div className={flush ? classes.flush : classes.body} data-titled={title ? true : undefined}>
        {children}
      </div>
    </section>
  );
}
