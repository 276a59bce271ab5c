import { useElementSize } from "@mantine/hooks";
import { useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { formatCompact } from "../format-number.ts";
import classes from "./chart.module.css";
import { niceCeiling } from "./nice-ceiling.ts";

export type Bar = {
  key: string;
  value: number;
  /** The part of it that bleeds, drawn on top. */
  bleeding?: number;
  /** The part that was left out, drawn faint on top. */
  faint?: number;
  /** Said when the bar is pointed at: “14:05 · 64 accepted”. */
  caption: string;
  /** Under the axis; most bars have none. */
  tick?: string;
  /** What a click, or Enter, shows of it. */
  onOpen?: (() => void) | undefined;
};

const margin = { top: 8, bottom: 22, left: 34 };

type BarChartProps = {
  bars: readonly Bar[];
  label: string;
  height?: number;
  /** Said while no bar is pointed at. */
  idleCaption: ReactNode;
  /** What Enter shows of a bar, where bars open. */
  opens?: string;
};

/** Bars over time, as wide as their place. Pointer and arrow keys tell each bar; `label` says what the whole shows. */
export function BarChart({ bars, label, height = 200, idleCaption, opens }: BarChartProps) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const plot = { width: Math.max(0, width - margin.left), height: height - margin.top - margin.bottom };
  const highest = niceCeiling(Math.max(...bars.map(({ value, bleeding = 0, faint = 0 }) => value + bleeding + faint), 0));
  const step = bars.length > 0 ? plot.width / bars.length : 0;
  const y = (value: number) => margin.top + plot.height * (1 - value / highest);
  const current = pointed === null ? undefined : bars[pointed];

  const indexAt = ({ nativeEvent }: MouseEvent<SVGSVGElement>): number | null => {
    const index = Math.floor((nativeEvent.offsetX - margin.left) / step);
    return index >= 0 && index < bars.length ? index : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === " ") && current?.onOpen) {
      event.preventDefault();
      current.onOpen();
    }
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
        data-opens={current?.onOpen ? true : undefined}
        width={width}
        height={height}
        role="img"
        aria-label={`${label}. Left and right arrow keys read the bars${opens === undefined ? "" : `, Enter shows ${opens}`}.`}
        tabIndex={0}
        onPointerMove={(event) => setPointed(indexAt(event))}
        onPointerLeave={() => setPointed(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setPointed(null)}
        onClick={(event) => bars[indexAt(event) ?? -1]?.onOpen?.()}
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
          bars.map(({ key, value, bleeding = 0, faint = 0, tick }, i) => {
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
                {[
                  { from: value, part: bleeding, fill: "var(--bleed)" },
                  { from: value + bleeding, part: faint, fill: "var(--faint)" },
                ].map(({ from, part, fill }) =>
                  part > 0 ? (
                    <rect
                      key={fill}
                      x={x}
                      y={y(from + part)}
                      width={barWidth}
                      height={Math.max(1.5, y(from) - y(from + part))}
                      fill={fill}
                    />
                  ) : null,
                )}
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
