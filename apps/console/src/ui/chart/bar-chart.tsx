import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent, type PointerEvent } from "react";
import { formatCompact } from "../format-number.ts";
import classes from "./chart.module.css";
import { niceCeiling } from "./nice-ceiling.ts";

export type Bar = {
  key: string;
  value: number;
  /** The part of it that bleeds, drawn on top. */
  bleeding?: number;
  /** Said when the bar is pointed at: “14:05 · 64 accepted”. */
  caption: string;
  /** Under the axis; most bars have none. */
  tick?: string;
};

const margin = { top: 8, bottom: 22, left: 34 };

/** Bars over time, as wide as their place. Pointer and arrow keys tell each bar; `label` says what the whole shows. */
export function BarChart({
  bars,
  label,
  height = 200,
  idleCaption,
}: {
  bars: readonly Bar[];
  label: string;
  height?: number;
  idleCaption: string;
}) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const plot = { width: Math.max(0, width - margin.left), height: height - margin.top - margin.bottom };
  const highest = niceCeiling(Math.max(...bars.map(({ value, bleeding = 0 }) => value + bleeding), 0));
  const step = bars.length > 0 ? plot.width / bars.length : 0;
  const y = (value: number) => margin.top + plot.height * (1 - value / highest);
  const current = pointed === null ? undefined : bars[pointed];

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const index = Math.floor((event.nativeEvent.offsetX - margin.left) / step);
    setPointed(index >= 0 && index < bars.length ? index : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = pointed ?? bars.length;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setPointed(Math.max(0, Math.min(bars.length - 1, to)));
  };

  return (
    <div ref={ref} className={classes.chart}>
      <div className={`${classes.caption} small numbers`} aria-live="polite">
        {current ? <b>{current.caption}</b> : <span className="dim">{idleCaption}</span>}
      </div>
      <svg
        className={classes.plot}
        width={width}
        height={height}
        role="img"
        aria-label={`${label}. Left and right arrow keys read the bars.`}
        tabIndex={0}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPointed(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setPointed(null)}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={margin.left} x2={width} y1={y(highest * share)} y2={y(highest * share)} stroke="var(--line)" />
            <text x={margin.left - 8} y={y(highest * share) + 4} textAnchor="end" className={classes.tick}>
              {formatCompact(highest * share)}
            </text>
          </g>
        ))}
        {step > 0 &&
          bars.map(({ key, value, bleeding = 0, tick }, i) => {
            const x = margin.left + i * step;
            const barWidth = Math.max(1, step - (step > 6 ? 2 : 1));
            return (
              <g key={key} opacity={pointed === null || pointed === i ? 1 : 0.45}>
                <rect
                  x={x}
                  y={y(value)}
                  width={barWidth}
                  height={Math.max(0, y(0) - y(value))}
                  rx={Math.min(2, barWidth / 2)}
                  fill="var(--accent)"
                  fillOpacity={0.82}
                />
                {bleeding > 0 ? (
                  <rect
                    x={x}
                    y={y(value + bleeding)}
                    width={barWidth}
                    height={Math.max(1.5, y(value) - y(value + bleeding))}
                    fill="var(--bleed)"
                  />
                ) : null}
                {tick ? (
                  <text x={x + barWidth / 2} y={height - 5} textAnchor="middle" className={classes.tick}>
                    {tick}
                  </text>
                ) : null}
              </g>
            );
          })}
      </svg>
    </div>
  );
}
