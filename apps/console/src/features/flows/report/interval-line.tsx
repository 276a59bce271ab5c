import { formatPoints } from "./lift-words.ts";
import classes from "./report.module.css";

type IntervalLineProps = {
  value: number;
  low: number | null;
  high: number | null;
  decided: "better" | "worse" | "open";
  place: (value: number) => number;
};

/** A difference as a point with its interval on a scale around nothing. */
export function IntervalLine({ value, low, high, decided, place }: IntervalLineProps) {
  const percent = (at: number) => `${place(at) * 100}%`;
  const tone = decided === "better" ? "good" : decided === "worse" ? "bleed" : "open";
  const label = `${formatPoints(value)} points${low === null || high === null ? "" : `, between ${formatPoints(low)} and ${formatPoints(high)}`}`;
  return (
    <svg className={classes.interval} data-tone={tone} role="img" aria-label={label} width="100%" height="30">
      <title>{label}</title>
      <line x1="0" x2="100%" y1="15" y2="15" className={classes.axis} />
      <line x1="50%" x2="50%" y1="1" y2="29" className={classes.zero} />
      {low === null || high === null ? null : <line x1={percent(low)} x2={percent(high)} y1="15" y2="15" className={classes.range} />}
      <circle cx={percent(value)} cy="15" r="5" className={classes.point} />
    </svg>
  );
}
