import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { describeEvents, describeMeasure, type TrendsAnswer } from "@throughline/contract";
import { useMemo, useState } from "react";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { escapeHtml, gridOf } from "../../../ui/chart/chart-parts.ts";
import { seriesColor, type ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { formatChange } from "../../../ui/format-number.ts";
import { LazyChart } from "./lazy-chart.tsx";
import classes from "./result.module.css";
import { formatPeriod, formatValue, groupLabel, type ShowProps } from "./show.ts";

type Series = TrendsAnswer["series"][number];

/** Series over time: lines or bars, the period before dashed, a legend that hides and shows. */
export function TrendsResult({ query, answer, onOpen, compact }: ShowProps<"trends">) {
  const scheme = useComputedColorScheme("light");
  const [shape, setShape] = useState<"line" | "bar">("line");
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const labels = answer.series.map((one) => seriesLabel(one, answer.series));
  const periods = answer.series[0]?.points.map(({ at }) => formatPeriod(at, query.interval)) ?? [];
  const before = answer.previous ?? [];
  const labelBefore = (index: number) => `${labels[index] ?? before[index]?.label ?? ""}, before`;
  const option = useMemo(
    () => (tokens: ChartTokens) => ({
      ...gridOf(tokens, periods),
      tooltip: { ...gridOf(tokens, periods).tooltip, trigger: "axis" as const, formatter: tooltip },
      series: [
        ...answer.series.map((one, i) => ({
          type: shape,
          name: labels[i] ?? "",
          data: hidden.has(i) ? [] : one.points.map(({ value }) => value),
          itemStyle: { color: tokens.series[i % tokens.series.length] ?? "" },
          lineStyle: { width: 2 },
          symbolSize: 7,
          showSymbol: periods.length < 3,
          triggerLineEvent: true,
          cursor: "pointer",
        })),
        ...before.map((one, i) => ({
          type: "line" as const,
          name: labelBefore(i),
          data: hidden.has(i) ? [] : one.points.slice(0, periods.length).map(({ value }) => value),
          itemStyle: { color: tokens.series[i % tokens.series.length] ?? "" },
          lineStyle: { type: "dashed" as const, width: 1.5, opacity: 0.55 },
          showSymbol: false,
          silent: true,
        })),
      ],
    }),
    [answer, shape, hidden, query.interval, periods, labels],
  );
  const open = (seriesIndex: number, pointIndex?: number) => {
    const one = answer.series[seriesIndex];
    if (!one || one.series === null) return;
    const at = pointIndex === undefined ? undefined : one.points[pointIndex]?.at;
    onOpen(
      { kind: "trends", series: one.series, ...(at ? { at } : {}), ...(one.breakdown === undefined ? {} : { breakdown: one.breakdown }) },
      `${labels[seriesIndex]}${at ? `, ${formatPeriod(at, query.interval)}` : ""}`,
    );
  };
  return (
    <ChartCard
      title={headline(query, answer)}
      hint={`per ${query.interval} · ${periods.length} ${query.interval}s`}
      fileName="trends"
      table={{
        columns: [query.interval, ...labels, ...before.map((_, i) => labelBefore(i))],
        rows: periods.map((period, i) => [period, ...[...answer.series, ...before].map(({ points }) => points[i]?.value ?? "–")]),
      }}
      openCell={(row, column) => (typeof answer.series[column - 1]?.series === "number" ? () => open(column - 1, row) : null)}
      actions={
        compact ? null : (
          <SegmentedControl
            size="xs"
            aria-label="Shape"
            value={shape}
            data={[
              { value: "line", label: "Lines" },
              { value: "bar", label: "Bars" },
            ]}
            onChange={(value) => setShape(value === "bar" ? "bar" : "line")}
          />
        )
      }
    >
      <LazyChart
        label={headline(query, answer)}
        height={compact ? 200 : 320}
        option={option}
        onClick={({ seriesIndex, dataIndex }) => open(seriesIndex, dataIndex)}
      />
      <ul className={classes.legend}>
        {answer.series.map((one, i) => (
          <li key={i}>
            <button
              type="button"
              className={classes.legendItem}
              aria-pressed={!hidden.has(i)}
              onClick={() => setHidden(toggled(hidden, i))}
              title={hidden.has(i) ? "Show" : "Hide"}
            >
              <i className={classes.swatch} style={{ background: seriesColor(i, scheme) }} />
              <span className="truncate">{labels[i]}</span>
            </button>
            <button type="button" className={classes.open} disabled={one.series === null} onClick={() => open(i)}>
              {formatValue(summary(query, one))}
              <span className="visually-hidden"> {labels[i]}: who?</span>
            </button>
            {answer.previous?.[i] ? (
              <span className="faint small numbers">{formatChange(summary(query, one) ?? 0, summary(query, answer.previous[i]) ?? 0)}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

function tooltip(parameters: unknown): string {
  const items = (Array.isArray(parameters) ? parameters : [parameters]) as {
    name: string;
    seriesName: string;
    value: number | null;
    marker: string;
  }[];
  const lines = items.map(({ marker, seriesName, value }) => `${marker}${escapeHtml(seriesName)} <b>${formatValue(value ?? null)}</b>`);
  return [escapeHtml(items[0]?.name ?? ""), ...lines].join("<br>");
}

const toggled = (set: ReadonlySet<number>, index: number) => {
  const next = new Set(set);
  if (!next.delete(index)) next.add(index);
  return next;
};

function seriesLabel(one: Series, all: readonly Series[]): string {
  if (one.breakdown === undefined) return one.label;
  const group = groupLabel(one.breakdown);
  return new Set(all.map(({ label }) => label)).size > 1 && one.label !== one.breakdown ? `${one.label} · ${group}` : group;
}

/** What adds up is added up; what does not (people, averages) is shown as the mean of its intervals. */
function summary(query: ShowProps<"trends">["query"], one: Series): number | null {
  const values = one.points.map(({ value }) => value).filter((value) => value !== null);
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  return addsUp(query, one) ? sum : sum / values.length;
}
const addsUp = (query: ShowProps<"trends">["query"], one: Series) =>
  one.series !== null && ["total", "sum"].includes(query.series[one.series]?.measure.kind ?? "");

function headline(query: ShowProps<"trends">["query"], answer: TrendsAnswer): string {
  const first = answer.series[0];
  const [series] = query.series;
  const events = describeEvents(series?.event ?? null);
  const unit = query.formula ?? (series ? describeMeasure(series.measure, events) : "");
  const text = unit.charAt(0).toUpperCase() + unit.slice(1) + (query.series.length > 1 && !query.formula ? " and more" : "");
  if (!first || query.breakdown || answer.series.length > 1) return text;
  const now = summary(query, first);
  const before = answer.previous?.[0] ? summary(query, answer.previous[0]) : null;
  const change = now !== null && before !== null ? formatChange(now, before) : null;
  return `${text}: ${formatValue(now)}${addsUp(query, first) ? "" : ` per ${query.interval}`}${change ? `, ${change} on the period before` : ""}`;
}
