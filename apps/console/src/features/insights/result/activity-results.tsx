import { useMemo } from "react";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { gridOf, tooltipOf } from "../../../ui/chart/chart-parts.ts";
import type { ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { formatCount, formatShare, plural } from "../../../ui/format-number.ts";
import { partsOf, withPart } from "./interval-part.ts";
import { LazyChart } from "./lazy-chart.tsx";
import classes from "./result.module.css";
import { formatPeriod, type ShowProps } from "./show.ts";

const statuses = ["new", "returning", "resurrecting", "dormant"] as const;
type Status = (typeof statuses)[number];
const colorOf = (tokens: ChartTokens): Record<Status, string> => ({
  new: tokens.accent,
  returning: tokens.ribbon,
  resurrecting: tokens.good,
  dormant: tokens.bleed,
});
const words: Record<Status, string> = {
  new: "active for the first time ever",
  returning: "active, and in the period before",
  resurrecting: "active again after a pause",
  dormant: "active before, not now",
};

/** Who is new, stays, comes back and goes; those who go lie below zero. */
export function LifecycleResult({ query, answer, onOpen, compact }: ShowProps<"lifecycle">) {
  const { series } = answer;
  const periods = series.new.map(({ at }) => formatPeriod(at, query.interval));
  const valueOf = (status: Status, i: number) => (status === "dormant" ? -1 : 1) * Math.abs(series[status][i]?.value ?? 0);
  // Intervals here are whole whatever the range; one that is not over is no finding yet.
  const parts = partsOf(series.new, query.interval, answer).map((part) => (part === "so far" ? part : null));
  const over = parts.findLastIndex((part) => part === null);
  const last = over >= 0 ? over : periods.length - 1;
  const gained = valueOf("new", last) + valueOf("resurrecting", last);
  const lost = Math.abs(valueOf("dormant", last));
  const title =
    last < 0
      ? "People by lifecycle"
      : `${formatCount(gained)} came, ${formatCount(lost)} went in the ${query.interval} of ${periods[last]}`;
  const option = useMemo(
    () => (tokens: ChartTokens) => ({
      ...gridOf(
        tokens,
        periods.map((period, i) => withPart(period, parts[i])),
      ),
      tooltip: { ...tooltipOf(tokens), trigger: "axis" as const },
      series: statuses.map((status) => ({
        type: "bar" as const,
        stack: "people",
        name: status,
        cursor: "pointer",
        barMaxWidth: 60,
        itemStyle: { color: colorOf(tokens)[status] },
        data: series[status].map((_, i) => ({
          value: valueOf(status, i),
          itemStyle: { color: colorOf(tokens)[status], opacity: parts[i] ? 0.45 : 1 },
        })),
      })),
    }),
    // The periods and their parts follow from the answer.
    [answer, query.interval],
  );
  const open = (status: Status, i: number) => {
    const at = series[status][i]?.at;
    if (at) onOpen({ kind: "lifecycle", at, status }, `${status}, ${periods[i]}`);
  };
  return (
    <ChartCard
      title={title}
      hint={`people per ${query.interval}${parts.includes("so far") ? ` · the last ${query.interval} is not over` : ""}`}
      fileName="lifecycle"
      table={{
        columns: [query.interval, ...statuses],
        rows: periods.map((period, i) => [withPart(period, parts[i]), ...statuses.map((status) => valueOf(status, i))]),
      }}
      openCell={(row, column) => {
        const status = statuses[column - 1];
        return status && valueOf(status, row) !== 0 ? () => open(status, row) : null;
      }}
    >
      <LazyChart
        label={title}
        height={compact ? 200 : 320}
        option={option}
        onClick={({ seriesIndex, dataIndex }) => open(statuses[seriesIndex] ?? "new", dataIndex)}
      />
      <ul className={classes.legend}>
        {statuses.map((status) => (
          <li key={status} className="small">
            <i className={classes.swatch} data-status={status} /> {status} <span className="dim">{words[status]}</span>
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

/** In how many periods people were active. */
export function StickinessResult({ query, answer, onOpen, compact }: ShowProps<"stickiness">) {
  const people = answer.counts.reduce((sum, count) => sum + count, 0);
  const often = answer.counts.slice(1).reduce((sum, count) => sum + count, 0);
  const title = people === 0 ? "Nobody was active" : `${formatShare(often / people)} were active in more than one ${query.interval}`;
  const option = useMemo(
    () => (tokens: ChartTokens) => {
      const base = gridOf(
        tokens,
        answer.counts.map((_, k) => String(k + 1)),
      );
      return {
        ...base,
        tooltip: {
          ...base.tooltip,
          formatter: (item: unknown) => {
            const { dataIndex, value } = item as { dataIndex: number; value: number };
            return `${plural(value, "person", "people")} in ${plural(dataIndex + 1, query.interval)}${people > 0 ? ` · ${formatShare(value / people)}` : ""}`;
          },
        },
        series: [
          {
            type: "bar" as const,
            cursor: "pointer",
            barMaxWidth: 60,
            itemStyle: { color: tokens.accent, borderRadius: [3, 3, 0, 0] },
            data: answer.counts,
          },
        ],
      };
    },
    [answer, query.interval, people],
  );
  const open = (k: number) => onOpen({ kind: "stickiness", periods: k + 1 }, `Active in ${plural(k + 1, query.interval)}`);
  return (
    <ChartCard
      title={title}
      hint={`n ${plural(people, "person", "people")} · people by the number of ${query.interval}s in which they were active`}
      fileName="stickiness"
      table={{
        columns: [`${query.interval}s`, "people", "share"],
        rows: answer.counts.map((count, k) => [k + 1, count, people === 0 ? "–" : formatShare(count / people)]),
      }}
      openCell={(row, column) => (column === 1 && answer.counts[row] ? () => open(row) : null)}
    >
      <LazyChart label={title} height={compact ? 200 : 320} option={option} onClick={({ dataIndex }) => open(dataIndex)} />
    </ChartCard>
  );
}
