import { BarChart } from "../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { formatClock } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import type { addHours } from "./add-hours.ts";

/** The last day by the hour: what there is to see while the last hour is empty. */
export function DayChart({ hours }: { hours: ReturnType<typeof addHours> }) {
  const timeZone = useTimeZone();
  const total = hours.reduce((sum, { accepted }) => sum + accepted, 0);
  return (
    <ChartCard
      title="Interactions per hour"
      hint={`last 24 h · n ${formatCount(total)}`}
      fileName="interactions-per-hour"
      table={{ columns: ["Hour from", "Accepted"], rows: hours.map(({ start, accepted }) => [start.toISOString(), accepted]) }}
    >
      <BarChart
        label={`Interactions per hour: ${formatCount(total)} over the last day, none in the last hour`}
        idleCaption="None in the last hour: here is the last day. The next one brings the minutes back."
        bars={hours.map(({ start, accepted }, i) => {
          const from = formatClock(start, timeZone);
          return {
            key: start.toISOString(),
            value: accepted,
            caption: `from ${from} · ${formatCount(accepted)} accepted`,
            tick: i % 6 === 2 ? from : undefined,
          };
        })}
      />
    </ChartCard>
  );
}
