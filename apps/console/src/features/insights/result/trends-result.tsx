import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { describeEvents, describeMeasure, type TrendsAnswer } from "@throughline/contract";
import { useMemo, useState } from "react";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { gridOf } from "../../../ui/chart/chart-parts.ts";
import { seriesColor, type ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { formatChange, plural } from "../../../ui/format-number.ts";
import { partsOf, withPart, type Part } from "./interval-part.ts";
import { LazyChart } from "./lazy-chart.tsx";
import classes from "./result.module.css";
import { formatPeriod, formatValue, groupLabel, type ShowProps } from "./show.ts";
import { drawLines, linesOf, sayInterval, type Line, type TrendsDrawing } from "./trends-drawing.ts";

type Series = TrendsAnswer["series"][number];

/** Series over time: lines or bars, the period before dashed, a legend that hides and shows. */
export function TrendsResult({ query, answer, onOpen, compact }: ShowProps<"trends">) {
  const scheme = useComputedColorScheme("light");
  const [shape, setShape] = useState<"line" | "bar">("line");
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const labels = answer.series.map((one) => seriesLabel(one, answer.series));
  const before = answer.previous ?? [];
  const say = (one: Series | undefined) => one?.points.map(({ at }) => formatPeriod(at, query.interval)) ?? [];
  const periods = say(answer.series[0]);
  const parts = partsOfAnswer(query, answer);
  const drawing: TrendsDrawing = {
    series: answer.series,
    before,
    labels,
    labelsBefore: before.map((one, i) => `${labels[i] ?? one.label}, before`),
    periods,
    periodsBefore: say(before[0]),
    parts,
    hidden,
    shape,
  };
  const option = useMemo(
    () => (tokens: ChartTokens) => {
      const base = gridOf(tokens, periods);
      return {
        ...base,
        tooltip: {
          ...base.tooltip,
          trigger: "axis" as const,
          formatter: (items: unknown) => sayInterval(drawing, tokens, (items as { dataIndex: number }[])[0]?.dataIndex ?? 0),
        },
        series: drawLines(drawing, tokens),
      };
    },
    // The rest of the drawing follows from these.
    [query, answer, shape, hidden],
  );
  const open = (of: number, pointIndex?: number, when: Line["when"] = "now") => {
    const one = (when === "now" ? answer.series : before)[of];
    if (!one || one.series === null) return;
    const at = pointIndex === undefined ? undefined : one.points[pointIndex]?.at;
    const label = (when === "now" ? labels : drawing.labelsBefore)[of];
    onOpen(
      {
        kind: "trends",
        series: one.series,
        ...(at ? { at } : {}),
        ...(one.breakdown === undefined ? {} : { breakdown: one.breakdown }),
        ...(when === "before" ? { compare: "previous" as const } : {}),
      },
      `${label}${at ? `, ${formatPeriod(at, query.interval)}` : ""}`,
    );
  };
  const lines = linesOf(drawing);
  return (
    <ChartCard
      title={headline(query, answer, parts)}
      hint={`per ${query.interval} · ${plural(periods.length, query.interval)}${sayParts(parts, query.interval)}`}
      fileName="trends"
      table={{
        columns: [query.interval, ...labels, ...drawing.labelsBefore],
        rows: periods.map((period, i) => [
          withPart(period, parts[i]),
          ...[...answer.series, ...before].map(({ points }) => points[i]?.value ?? "–"),
        ]),
      }}
      openCell={(row, column) => {
        const when = column <= answer.series.length ? ("now" as const) : ("before" as const);
        const of = when === "now" ? column - 1 : column - 1 - answer.series.length;
        const one = (when === "now" ? answer.series : before)[of];
        return one && one.series !== null && one.points[row]?.value ? () => open(of, row, when) : null;
      }}
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
        label={headline(query, answer, parts)}
        height={compact ? 200 : 320}
        option={option}
        onClick={({ seriesIndex, dataIndex }) => {
          const line = lines[seriesIndex];
          if (line) open(line.of, dataIndex, line.when);
        }}
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
              {formatValue(summary(query, one, parts))}
              <span className="visually-hidden"> {labels[i]}: who?</span>
            </button>
            {answer.previous?.[i] ? (
              <span className="faint small numbers">
                {formatChange(summary(query, one, parts) ?? 0, summary(query, answer.previous[i], parts) ?? 0)}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </ChartCard>
  );
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

/** Which intervals are not whole: of the first series, or of one that has a number where that has none. */
const partsOfAnswer = (query: ShowProps<"trends">["query"], answer: ShowProps<"trends">["answer"]) =>
  partsOf(
    (answer.series[0]?.points ?? []).map(({ at }, i) => ({
      at,
      value: answer.series.find(({ points }) => points[i]?.value != null)?.points[i]?.value ?? null,
    })),
    query.interval,
    answer,
  );

/** “ · the last day is not over”, “ · the first week in part” */
function sayParts(parts: readonly (Part | null)[], interval: string): string {
  const running = parts.includes("so far") ? ` · the last ${interval} is not over` : "";
  const last = parts.length - 1;
  const cut = [...(parts[0] === "in part" ? ["first"] : []), ...(last > 0 && parts[last] === "in part" ? ["last"] : [])].join(" and ");
  return `${cut === "" ? "" : ` · the ${cut} ${interval} in part`}${running}`;
}

/** What adds up is added up; what does not (people, averages) is shown as the mean of its intervals, the whole ones where there are any. */
function summary(query: ShowProps<"trends">["query"], one: Series, parts: readonly (Part | null)[]): number | null {
  const known = one.points.slice(0, parts.length).flatMap(({ value }, i) => (value === null ? [] : [{ value, isWhole: !parts[i] }]));
  const isMean = !addsUp(query, one) && known.some(({ isWhole }) => isWhole);
  const values = known.filter(({ isWhole }) => isWhole || !isMean).map(({ value }) => value);
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  return addsUp(query, one) ? sum : sum / values.length;
}
const addsUp = (query: ShowProps<"trends">["query"], one: Series) =>
  one.series !== null && ["total", "sum"].includes(query.series[one.series]?.measure.kind ?? "");

function headline(query: ShowProps<"trends">["query"], answer: TrendsAnswer, parts: readonly (Part | null)[]): string {
  const first = answer.series[0];
  const [series] = query.series;
  const events = describeEvents(series?.event ?? null);
  const unit = query.formula ?? (series ? describeMeasure(series.measure, events) : "");
  const text = unit.charAt(0).toUpperCase() + unit.slice(1) + (query.series.length > 1 && !query.formula ? " and more" : "");
  if (!first || query.breakdown || answer.series.length > 1) return text;
  const now = summary(query, first, parts);
  const before = answer.previous?.[0] ? summary(query, answer.previous[0], parts) : null;
  const change = now !== null && before !== null ? formatChange(now, before) : null;
  return `${text}: ${formatValue(now)}${addsUp(query, first) ? "" : ` per ${query.interval}`}${change ? `, ${change} on the period before` : ""}`;
}
