import type { JourneyNewsItem } from "@throughline/contract";
import { formatCount } from "../../ui/format-number.ts";
import classes from "./journeys.module.css";

const [width, height] = [240, 34];

/** The days of the norm in grey, those looked at in ink over what was expected of them. */
export function NewsDays({ item }: { item: JourneyNewsItem }) {
  const { days } = item;
  const highest = Math.max(1, ...days.map(({ value, expected }) => Math.max(value, expected ?? 0)));
  const step = width / Math.max(1, days.length);
  const y = (value: number) => height - (value / highest) * (height - 2);
  return (
    <svg
      className={classes.newsDays}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Per day: ${formatCount(item.observed)} in the days looked at, where ${formatCount(item.low)} to ${formatCount(item.high)} were expected.`}
    >
      {days.map(({ at, value, expected }, index) => (
        <g key={at} transform={`translate(${(index * step).toFixed(1)} 0)`}>
          <rect
            y={y(value)}
            width={Math.max(1, step - 1)}
            height={Math.max(0.5, height - y(value))}
            data-new={index >= item.n || undefined}
          />
          {expected === null ? null : <line x1={0} x2={step} y1={y(expected)} y2={y(expected)} />}
        </g>
      ))}
    </svg>
  );
}
