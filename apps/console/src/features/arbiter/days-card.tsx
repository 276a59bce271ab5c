import type { ArbiterReport } from "@throughline/contract";
import { BarChart } from "../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import classes from "./arbiter.module.css";

type Day = { day: string; allowed: number; held: number };

/** Touches by day: allowed at once, and not. A bar opens what was held back that day. */
export function DaysCard({ data, days, onOpen }: { data: ArbiterReport; days: readonly string[]; onOpen: (day: string) => void }) {
  const byDay = new Map(data.days.map((one) => [one.day, one]));
  const rows: Day[] = days.map((day) => {
    const found = byDay.get(day);
    const held = found?.held.touches ?? 0;
    return { day, held, allowed: (found?.touches ?? 0) - held };
  });
  const every = Math.max(1, Math.ceil(rows.length / 7));
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
      <BarChart
        height={190}
        label="Touches by day, allowed at once and not"
        opens="what was not allowed"
        idleCaption={<Legend />}
        bars={rows.map((row, index) => ({
          key: row.day,
          value: row.allowed,
          faint: row.held,
          caption: captionOf(row),
          ...(index % every === 0 ? { tick: dayWords(row.day) } : {}),
          onOpen: row.held > 0 ? () => onOpen(row.day) : undefined,
        }))}
      />
    </ChartCard>
  );
}

const dayWords = (day: string): string =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

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
