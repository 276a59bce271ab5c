import type { ReactNode } from "react";
import classes from "./stat.module.css";

type StatProps = {
  label: string;
  value: ReactNode;
  /** Faint after the value: its unit, interval or n. */
  detail?: ReactNode;
  /** What changed, in words. `good` and `bleed` only if the change heals or bleeds. */
  change?: ReactNode;
  tone?: "good" | "bleed";
};

/** One number with its uncertainty and what changed. Put several in {@link StatRow}. */
export function Stat({ label, value, detail, change, tone }: StatProps) {
  return (
    <div className={classes.stat}>
      <dt className="dim small">{label}</dt>
      <dd className={classes.value}>
        {value} {detail ? <span className={classes.detail}>{detail}</span> : null}
      </dd>
      {change ? (
        <dd className={`${classes.change} small`} data-tone={tone}>
          {change}
        </dd>
      ) : null}
    </div>
  );
}

export function StatRow({ children }: { children: ReactNode }) {
  return <dl className={classes.row}>{children}</dl>;
}
