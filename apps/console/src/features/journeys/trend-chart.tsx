import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent } from "react";
import classes from "./journeys.module.css";
import { niceCeiling } from "./nice-ceiling.ts";

export type TrendPoint = { at: number; label: string; value: number | null; low: number | null; high: number | null };
/** What is written under the axis, at a place of the points' `at`. */
export type TrendTick = { at: number; label: string };
const [height, left, top, bottom] = [168, 46, 8, 24];

/** A line with its 95 % band, and its target dashed. Pointer and arrow keys read the points, which come in the order of their `at`. */
export function TrendChart({
  label,
  points,
  ticks,
  format,
  target,
}: {
  label: string;
  points: readonly TrendPoint[];
  ticks: readonly TrendTick[];
  format: (value: number) => string;
  target: number | null;
}) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  // A band wider than the line can bear is cut off: one wide point would flatten all others.
  const values = points.flatMap(({ value }) => value ?? []);
  const highest = niceCeiling(
    Math.max(...values, target ?? 0, Math.min(Math.max(0, ...points.map(({ high }) => high ?? 0)), 2 * Math.max(0, ...values))),
  );
  const plot = Math.max(0, width - left);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const place = (at: number) => left + (last > first ? ((at - first) / (last - first)) * plot : 0);
  const x = (index: number) => place(points[index]?.at ?? 0);
  const y = (value: number) => top + (height - top - bottom) * (1 - Math.min(value, highest) / highest);
  const drawn = points.flatMap(({ value, low, high }, index) =>
    value === null ? [] : [{ index, value, low: low ?? value, high: high ?? value }],
  );
  const path = (of: readonly { index: number; at: number }[], first: string) =>
    of.map(({ index, at }, i) => `${i === 0 ? first : "L"}${x(index).toFixed(1)} ${y(at).toFixed(1)}`).join("");
  const band = `${path(
    drawn.map(({ index, high }) => ({ index, at: high })),
    "M",
  )}${path(drawn.map(({ index, low }) => ({ index, at: low })).toReversed(), "L")}Z`;
  const current = pointed === null ? undefined : points[pointed];
  const onKeyDown = (event: KeyboardEvent) => {
    const from = pointed ?? points.length;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: points.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setPointed(Math.max(0, Math.min(points.length - 1, to)));
  };
  return (
    <div ref={ref}>
      <div className={`${classes.chartCaption} small numbers`} aria-live="polite">
        {current ? (
          <b>
            {current.label}: {current.value === null ? "nothing to tell" : format(current.value)}
            {current.low !== null && current.high !== null ? ` (${format(current.low)} – ${format(current.high)})` : ""}
          </b>
        ) : (
          <span className="dim">Point at the line to read it.</span>
        )}
      </div>
      <svg
        width={width}
        height={height}
        className={classes.trend}
        role="img"
        aria-label={`${label}. Left and right arrow keys read the points.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={({ nativeEvent: { offsetX } }) => {
          const apart = points.map((_, index) => Math.abs(x(index) - offsetX));
          setPointed(apart.indexOf(Math.min(...apart)));
        }}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width} y1={y(highest * share)} y2={y(highest * share)} stroke="var(--line)" />
            <text x={left - 8} y={y(highest * share) + 4} textAnchor="end">
              {format(highest * share)}
            </text>
          </g>
        ))}
        {ticks.map(({ at, label: tick }) => (
          <text key={at} x={place(at)} y={height - 6} textAnchor={at === first ? "start" : at === last ? "end" : "middle"}>
            {tick}
          </text>
        ))}
        {drawn.length > 1 ? <path d={band} fill="var(--accent-soft)" /> : null}
        {target === null ? null : <line x1={left} x2={width} y1={y(target)} y2={y(target)} stroke="var(--dim)" strokeDasharray="3 4" />}
        <path
          d={path(
            drawn.map(({ index, value }) => ({ index, at: value })),
            "M",
          )}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
          strokeLinejoin="round"
        />
        {drawn
          .filter(({ index }) => index === pointed || drawn.length === 1)
          .map(({ index, value }) => (
            <circle key={index} cx={x(index)} cy={y(value)} r={3.5} fill="var(--accent)" />
          ))}
      </svg>
    </div>
  );
}
