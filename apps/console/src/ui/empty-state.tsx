import type { ReactNode } from "react";
import classes from "./states.module.css";

type EmptyStateProps = { title: string; icon?: ReactNode; action?: ReactNode; children?: ReactNode };

/** Nothing to show: says why, and what to do about it. */
export function EmptyState({ title, icon, action, children }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      {icon ? (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <h2>{title}</h2>
      {children ? <div className={`${classes.text} dim`}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
