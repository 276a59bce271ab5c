import { useElementSize } from "@mantine/hooks";
import type { SegmentGrowth } from "@throughline/contract";
import { useState, type KeyboardEvent } from "react";
import { formatCompact, formatCount } from "../../ui/format-number.ts";
import { niceCeiling } from "../../ui/chart/nice-ceiling.ts";
import { dayWords } from "./day-words.ts";
import classes from "./segments.module.css";

type Day = SegmentGrowth["days"][number];
const [left, right, top] = [44, 6, 8];
const [sizeHeight, gap, flowHeight, axisHeight] = [128, 20, 64, 20];
const height = top + sizeHeight + gap + flowHeight + axisHeight;

/** How many are in the segment at the end of each day, above; who entered and who left, below. Pointer and arrow keys read the days. */
export function GrowthChart({ days, label }: { days: readonly Day[]; label: string }) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const plot = Math.max(0, width - left - right);
  const step = days.length > 0 ? plot / days.length : 0;
  const x = (index: number) => left + (index + 0.5) * step;
  const most = niceCeiling(Math.max(1, ...days.map(({ people }) => people)));
  const y = (people: number) => top + sizeHeight * (1 - people / most);
  const mostFlow = niceCeiling(Math.max(1, ...days.map(({ entered, left: gone }) => Math.max(entered, gone))));
  const zero = top + sizeHeight + gap + flowHeight / 2;
  const flow = (people: number) => (flowHeight / 2) * (people / mostFlow);
  const current = pointed === null ? undefined : days[pointed];
  const line = days.map(({ people }, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(people).toFixed(1)}`).join("");
  const every = Math.max(1, Math.ceil(days.length / Math.max(1, Math.floor(plot / 84))));
  const onKeyDown = (event: KeyboardEvent) => {
    const from = pointed ?? days.length;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: days.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setPointed(Math.max(0, Math.min(days.length - 1, to)));
  };
  return (
    <div ref={ref} className={classes.growth}>
      <div className={`${classes.caption} small numbers`} aria-live="polite">
        {current ? <b>{captionOf(current)}</b> : <Legend />}
      </div>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${label}. Left and right arrow keys read the days.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          const index = Math.floor((event.nativeEvent.offsetX - left) / Math.max(1, step));
          setPointed(index >= 0 && index < days.length ? index : null);
        }}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width - right} y1={y(most * share)} y2={y(most * share)} stroke="var(--line)" />
            <text x={left - 8} y={y(most * share) + 4} textAnchor="end" className={classes.tick}>
              {formatCompact(most * share)}
            </text>
          </g>
        ))}
        {days.length > 1 ? (
          <path d={`${line}L${x(days.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`} fill="var(--accent-soft)" />
        ) : null}
        <path d={line} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" />
        {[1, -1].map((side) => (
          <text key={side} x={left - 8} y={zero - (side * flowHeight) / 2 + (side > 0 ? 8 : 0)} textAnchor="end" className={classes.tick}>
            {side > 0 ? "+" : "−"}
            {formatCompact(mostFlow)}
          </text>
        ))}
        <line x1={left} x2={width - right} y1={zero} y2={zero} stroke="var(--line-strong)" />
        {step > 0 &&
          days.map(({ day, entered, left: gone, people }, i) => (
            <g key={day} opacity={pointed === null || pointed === i ? 1 : 0.45}>
              <rect x={x(i) - bar(step) / 2} y={zero - flow(entered)} width={bar(step)} height={flow(entered)} fill="var(--accent)" />
              <rect x={x(i) - bar(step) / 2} y={zero} width={bar(step)} height={flow(gone)} fill="var(--faint)" />
              {pointed === i || days.length === 1 ? <circle cx={x(i)} cy={y(people)} r={3.5} fill="var(--accent)" /> : null}
              {(days.length - 1 - i) % every === 0 ? (
                <text
                  x={x(i)}
                  y={height - 4}
                  textAnchor={i === days.length - 1 && days.length > 1 ? "end" : "middle"}
                  className={classes.tick}
                >
                  {dayWords(day)}
                </text>
              ) : null}
            </g>
          ))}
      </svg>
    </div>
  );
}

const bar = (step: number) => Math.max(1, Math.min(18, step * 0.62));
const captionOf = ({ day, people, entered, left: gone }: Day) =>
  `${dayWords(day)}: ${formatCount(people)} in it · ${formatCount(entered)} entered · ${formatCount(gone)} left`;

function Legend() {
  return (
    <span className={`${classes.legend} dim`}>
      <span>
        <i className={classes.swatch} data-mark="size" aria-hidden="true" /> in it at the end of the day
      </span>
      <span>
        <i className={classes.swatch} data-mark="entered" aria-hidden="true" /> entered
      </span>
      <span>
        <i className={classes.swatch} data-mark="left" aria-hidden="true" /> left
      </span>
    </span>
  );
}
