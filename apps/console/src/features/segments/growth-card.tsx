import { NativeSelect } from "@mantine/core";
import type { Segment } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { GrowthChart } from "./growth-chart.tsx";
import { nounsOf } from "./of-words.ts";

const spans: Record<string, string> = { "30": "30 days", "90": "90 days", "365": "a year" };

/** How the segment grew: its size at the end of each day, who entered and who left. The span stands in the address (`?days=`). */
export function GrowthCard({ segment, state }: { segment: Segment; state: ListState }) {
  const title = `${nounsOf[segment.of].Title} in the segment, by day`;
  const span = Object.keys(spans).find((one) => one === state.filter("days")) ?? "30";
  const { data, error, refetch } = useQuery(
    api.segments.growth.queryOptions({
      input: { key: segment.key, days: Number(span) },
      placeholderData: keepPreviousData,
      refetchInterval: 30_000,
    }),
  );
  const choose = (
    <NativeSelect
      aria-label="How far back"
      size="xs"
      value={span}
      data={Object.entries(spans).map(([value, label]) => ({ value, label }))}
      onChange={(event) => state.set({ days: event.currentTarget.value === "30" ? undefined : event.currentTarget.value })}
    />
  );
  if (error && !data)
    return (
      <Card title={title}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    );
  if (!data)
    return (
      <Card title={title}>
        <LinesSkeleton lines={6} />
      </Card>
    );
  const entered = data.days.reduce((sum, day) => sum + day.entered, 0);
  const left = data.days.reduce((sum, day) => sum + day.left, 0);
  return (
    <ChartCard
      title={title}
      hint={`n ${formatCount(segment.people)} now; ${formatCount(entered)} entered and ${formatCount(left)} left in ${plural(data.days.length, "day")} (${data.timezone})`}
      actions={choose}
      fileName={`${segment.key}-growth`}
      table={{
        columns: ["Day", "In it at its end", "Entered", "Left"],
        rows: data.days.map((day) => [day.day, day.people, day.entered, day.left]),
      }}
    >
      <GrowthChart days={data.days} label={`${title}: ${formatCount(segment.people)} now`} />
    </ChartCard>
  );
}
