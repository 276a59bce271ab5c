import type { FlowReport } from "@throughline/contract";
import { BarChart } from "../../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { formatCount, plural } from "../../../ui/format-number.ts";
import { formatDate } from "../../../ui/format-time.ts";

/** Who came in, day by day, and how many of them reached the goal. */
export function DaysCard({ days }: { days: FlowReport["days"] }) {
  if (days.length < 2) return null;
  const name = (day: string) => formatDate(new Date(`${day.slice(0, 10)}T00:00:00Z`), "UTC");
  const all = days.reduce((sum, { treated, held }) => sum + treated + held, 0);
  const every = Math.max(1, Math.ceil(days.length / 7));
  return (
    <ChartCard
      title="People who came in, by day"
      hint={`n ${formatCount(all)}`}
      fileName="flow-by-day"
      table={{
        columns: ["Day", "Treated", "Left alone", "Goals, treated", "Goals, left alone"],
        rows: days.map(({ day, treated, held, treatedGoals, heldGoals }) => [day.slice(0, 10), treated, held, treatedGoals, heldGoals]),
      }}
    >
      <BarChart
        height={180}
        label="People who came in, by day"
        idleCaption={`${plural(all, "person", "people")} in ${days.length} days`}
        bars={days.map(({ day, treated, held, treatedGoals, heldGoals }, index) => ({
          key: day,
          value: treated + held,
          caption: `${name(day)} · ${formatCount(treated)} treated, ${formatCount(treatedGoals)} with the goal; ${formatCount(held)} left alone, ${formatCount(heldGoals)} with the goal`,
          ...(index % every === 0 ? { tick: name(day).replace(/ \d{4}$/, "") } : {}),
        }))}
      />
    </ChartCard>
  );
}
