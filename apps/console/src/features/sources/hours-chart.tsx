import type { Source } from "@throughline/contract";
import { BarChart } from "../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { formatClock } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";

const hourMs = 3_600_000;

/** Accepted per hour over the last 24 hours, the running one last. */
export function HoursChart({ source: { name, health } }: { source: Source }) {
  const timeZone = useTimeZone();
  const thisHour = Math.floor(Date.now() / hourMs) * hourMs;
  const hours = health.perHour.map((accepted, i) => {
    const start = new Date(thisHour - (health.perHour.length - 1 - i) * hourMs);
    return { accepted, start, from: formatClock(start, timeZone), to: formatClock(new Date(start.getTime() + hourMs), timeZone) };
  });
  return (
    <ChartCard
      title="Accepted per hour"
      hint={`last 24 hours · n ${formatCount(health.accepted24h)}`}
      fileName={`${name} per hour`}
      table={{ columns: ["Hour from", "Accepted"], rows: hours.map(({ start, accepted }) => [start.toISOString(), accepted]) }}
    >
      <BarChart
        label={`${name}: accepted per hour over the last 24 hours`}
        idleCaption={`${timeZone} · point at a bar to read it`}
        height={168}
        bars={hours.map(({ accepted, start, from, to }, i) => ({
          key: start.toISOString(),
          value: accepted,
          caption: `${from} to ${to} · ${formatCount(accepted)} accepted`,
          tick: i % 6 === 2 ? from : undefined,
        }))}
      />
    </ChartCard>
  );
}
