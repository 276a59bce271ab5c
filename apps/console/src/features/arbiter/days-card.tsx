import { useElementSize } from "@mantine/hooks";
import type { ArbiterReport } from "@throughline/contract";
import { useState, type KeyboardEvent } from "react";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { niceCeiling } from "../../ui/chart/nice-ceiling.ts";
import { formatCompact, formatCount, formatShare } from "../../ui/format-number.ts";
import classes from "./arbiter.module.css";

type Day = { day: string; allowed: number; held: number };
const margin = { top: 8, bottom: 22, left: 34 };
const height = 190;

/** Touches by day: allowed at once, and not. A bar opens what was held back that day. */
export function DaysCard({ data, days, onOpen }: { data: ArbiterReport; days: readonly string[]; onOpen: (day: string) => void }) {
  const byDay = new Map(data.days.map((one) => [one.day, one]));
  const rows: Day[] = days.map((day) => {
    const found = byDay.get(day);
    const held = found?.held.touches ?? 0;
    return { day, held, allowed: (found?.touches ?? 0) - held };
  });
  return (
    <ChartCard
      title="Touches by day"
      hint={`n ${formatCount(data.asked.touches)}; each once, with its last answer`}
      fileName="arbiter-by-day"
      table={{
        columns: ["Day", "Asked", "Allowed at once", "Not"],
        rows: rows.map((row) => [row.day, row.allowed + row.held, row.allowed, row.held]),
      }}
      openCell={(row, column) => {
        const day = rows[row];
        return column === 3 && day && day.held > 0 ? () => onOpen(day.day) : null;
      }}
    >
      <Bars rows={rows} onOpen={onOpen} />
    </ChartCard>
  );
}

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

function Bars({ rows, onOpen }: { rows: readonly Day[]; onOpen: (day: string) => void }) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const plot = { width: Math.max(0, width - margin.left), height: height - margin.top - margin.bottom };
  const highest = niceCeiling(Math.max(1, ...rows.map(({ allowed, held }) => allowed + held)));
  const step = rows.length > 0 ? plot.width / rows.length : 0;
  const y = (value: number) => margin.top + plot.height * (1 - value / highest);
  const every = Math.max(1, Math.ceil(rows.length / Math.max(1, Math.floor(plot.width / 72))));
  const current = pointed === null ? undefined : rows[pointed];
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === " ") && current && current.held > 0) {
      event.preventDefault();
      onOpen(current.day);
    }
    const from = pointed ?? rows.length;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setPointed(Math.max(0, Math.min(rows.length - 1, to)));
  };
  const indexAt = (offsetX: number) => {
    const index = Math.floor((offsetX - margin.left) / Math.max(1, step));
    return index >= 0 && index < rows.length ? index : null;
  };
  return (
    <div ref={ref}>
      <div className={`${classes.caption} small numbers`} aria-live="polite">
        {current ? <b>{captionOf(current)}</b> : <Legend />}
      </div>
      <svg
        className={classes.plot}
        width={width}
        height={height}
        role="img"
        aria-label="Touches by day, allowed at once and not. Left and right arrow keys read the days, Enter shows what was not allowed."
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setPointed(indexAt(event.nativeEvent.offsetX))}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
        onClick={(event) => {
          const day = rows[indexAt(event.nativeEvent.offsetX) ?? -1];
          if (day && day.held > 0) onOpen(day.day);
        }}
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
          rows.map(({ day, allowed, held }, index) => {
            const x = margin.left + index * step + Math.max(0.5, step * 0.14);
            const bar = Math.max(1, step * 0.72);
            return (
              <g key={day} opacity={pointed === null || pointed === index ? 1 : 0.45}>
                <rect x={x} y={y(allowed)} width={bar} height={Math.max(0, y(0) - y(allowed))} fill="var(--accent)" fillOpacity={0.82} />
                {held > 0 ? (
                  <rect
                    x={x}
                    y={y(allowed + held)}
                    width={bar}
                    height={Math.max(1.5, y(allowed) - y(allowed + held))}
                    fill="var(--faint)"
                  />
                ) : null}
                {(rows.length - 1 - index) % every === 0 ? (
                  <text
                    x={index === rows.length - 1 && rows.length > 1 ? width : x + bar / 2}
                    y={height - 5}
                    textAnchor={index === rows.length - 1 && rows.length > 1 ? "end" : "middle"}
                    className={classes.tick}
                  >
                    {dayWords(day)}
                  </text>
                ) : null}
              </g>
            );
          })}
      </svg>
    </div>
  );
}

function captionOf({ day, allowed, held }: Day): string {
  const asked = allowed + held;
  if (asked === 0) return `${dayWords(day)}: nothing asked`;
  return `${dayWords(day)}: ${formatCount(asked)} asked · ${formatCount(allowed)} allowed at once · ${formatCount(held)} not (${formatShare(held / asked)})`;
}

function Legend() {
  return (
    <span className={`${classes.legend} dim`}>
      <span>
        <i className={classes.swatch} data-mark="allowed" aria-hidden="true" /> allowed at once
      </span>
      <span>
        <i className={classes.swatch} data-mark="held" aria-hidden="true" /> not
      </span>
    </span>
  );
}
