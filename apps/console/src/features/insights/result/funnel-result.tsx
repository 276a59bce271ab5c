import { describeProperty, type FunnelAnswer } from "@throughline/contract";
import { useMemo } from "react";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { escapeHtml, gridOf } from "../../../ui/chart/chart-parts.ts";
import type { ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { formatCount, formatShare, plural } from "../../../ui/format-number.ts";
import { formatDuration } from "../../../ui/format-time.ts";
import { Distinguish } from "./distinguish.tsx";
import { LazyChart } from "./lazy-chart.tsx";
import classes from "./result.module.css";
import { groupLabel, type ShowProps } from "./show.ts";
import { TablePicture } from "./table-picture.tsx";

type Step = FunnelAnswer["steps"][number];
const share = (value: number | null) => (value === null ? "–" : formatShare(value));
const seconds = (value: number | null) => (value === null ? "–" : formatDuration(value * 1000));
/** “57%”, “<1%” */
const shortShare = (value: number) => (value > 0 && value < 0.01 ? "<1%" : `${Math.round(100 * value)}%`);
/** “39.6–44.1 %” */
const interval = ({ low, high }: FunnelAnswer["conversion"]) =>
  low === null || high === null ? "" : `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)} %`;

/** Bars of those who got to each step, with conversion and its interval, times, groups, and what distinguishes those who convert. */
export function FunnelResult({ query, answer, onOpen, compact }: ShowProps<"funnel">) {
  const noun = { person: "person", account: "account", session: "session" }[query.by];
  const unit = answer.n === 1 ? noun : { person: "people", account: "accounts", session: "sessions" }[query.by];
  const title = `${share(answer.conversion.rate)} of ${formatCount(answer.n)} ${unit} get to ${answer.steps.at(-1)?.label ?? "the end"}`;
  const option = useMemo(() => (tokens: ChartTokens) => barsOf(tokens, answer.steps, compact), [answer, compact]);
  const open = (index: number, outcome: "reached" | "dropped", breakdown?: string | null) => {
    const label = answer.steps[index]?.label ?? "";
    onOpen(
      { kind: "funnel", step: index + 1, outcome, ...(breakdown === undefined ? {} : { breakdown }) },
      `${outcome === "reached" ? "Reached" : "Stopped before"} ${label}${breakdown === undefined ? "" : `, ${groupLabel(breakdown)}`}`,
    );
  };
  return (
    <>
      <ChartCard
        title={title}
        hint={`${interval(answer.conversion)} at 95 % · n ${formatCount(answer.n)}`}
        fileName="funnel"
        table={{
          columns: ["Step", unit, "from the step before", "from the first", "median time", "mean time"],
          rows: answer.steps.map((one) => [
            one.label,
            one.count,
            share(one.fromPrevious),
            share(one.fromFirst),
            seconds(one.medianSeconds),
            seconds(one.meanSeconds),
          ]),
        }}
        openCell={(row, column) => (column === 1 ? () => open(row, "reached") : null)}
      >
        <LazyChart
          label={title}
          height={compact ? 200 : 260}
          option={option}
          onClick={({ seriesIndex, dataIndex }) => open(dataIndex, seriesIndex === 1 && dataIndex > 0 ? "dropped" : "reached")}
        />
        {compact ? null : <StepsTable answer={answer} unit={unit} optional={query.steps.map((step) => step.optional)} onOpen={open} />}
      </ChartCard>
      {compact || answer.breakdown.length === 0 ? null : <GroupsTable by={query.breakdown?.property ?? ""} answer={answer} onOpen={open} />}
      {compact || answer.n === 0 || query.by !== "person" ? null : <Distinguish query={query} />}
    </>
  );
}

function barsOf(tokens: ChartTokens, steps: readonly Step[], compact: boolean) {
  // Every step keeps its label: cut off where bars are narrow, and only its number where they are very narrow.
  const width = window.matchMedia("(max-width: 640px)").matches ? 272 : compact ? 430 : 640;
  const labelWidth = Math.floor(width / Math.max(1, steps.length)) - 6;
  // Shares that would run into each other are written short: the table below has them in full.
  const isTight = labelWidth < 40;
  const base = gridOf(
    tokens,
    steps.map(({ label }, i) => (labelWidth < 48 ? String(i + 1) : `${i + 1}  ${label}`)),
  );
  const first = Math.max(0, ...steps.map(({ count }) => count));
  return {
    ...base,
    grid: { ...base.grid, top: 26 },
    xAxis: {
      ...base.xAxis,
      axisLabel: { ...base.xAxis.axisLabel, interval: 0, hideOverlap: false, width: labelWidth, overflow: "truncate" as const },
    },
    tooltip: {
      ...base.tooltip,
      formatter: (item: unknown) => {
        const { dataIndex, seriesIndex } = item as { dataIndex: number; seriesIndex: number };
        const one = steps[dataIndex];
        if (!one) return "";
        const lost = (steps[dataIndex - 1]?.count ?? one.count) - one.count;
        return seriesIndex === 1 && lost > 0
          ? `${formatCount(lost)} stopped before ${escapeHtml(one.label)}`
          : `<b>${escapeHtml(one.label)}</b><br>${formatCount(one.count)} · ${share(one.fromPrevious)} of the step before<br>median ${seconds(one.medianSeconds)}`;
      },
    },
    series: [
      {
        type: "bar" as const,
        stack: "step",
        barMaxWidth: 120,
        cursor: "pointer",
        data: steps.map(({ count }) => count),
        itemStyle: { color: tokens.accent, borderRadius: [4, 4, 0, 0] },
        label: {
          show: true,
          position: "insideTop" as const,
          offset: [0, -22],
          color: tokens.ink,
          fontWeight: 600,
          fontSize: isTight ? 10 : 12.5,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const value = steps[dataIndex]?.fromFirst ?? null;
            return isTight && value !== null ? shortShare(value) : share(value);
          },
        },
      },
      {
        type: "bar" as const,
        stack: "step",
        cursor: "pointer",
        data: steps.map(({ count }) => Math.max(0, first - count)),
        itemStyle: { color: tokens["accent-soft"], opacity: 0.6 },
      },
    ],
  };
}

type OpenStep = (index: number, outcome: "reached" | "dropped", breakdown?: string | null) => void;

function StepsTable({ answer, unit, optional, onOpen }: { answer: FunnelAnswer; unit: string; optional: boolean[]; onOpen: OpenStep }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Numbers of each step">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">{unit}</th>
            <th scope="col">of step before</th>
            <th scope="col" className={classes.wide}>
              of first
            </th>
            <th scope="col" className={classes.wide}>
              median time
            </th>
            <th scope="col">stopped</th>
          </tr>
        </thead>
        <tbody>
          {answer.steps.map((one, i) => {
            const lost = i === 0 ? 0 : Math.max(0, (answer.steps[i - 1]?.count ?? 0) - one.count);
            return (
              <tr key={i}>
                <th scope="row">
                  {i + 1} · {one.label} {optional[i] ? <span className="faint">optional</span> : null}
                </th>
                <td>
                  <button type="button" className={classes.open} onClick={() => onOpen(i, "reached")}>
                    {formatCount(one.count)}
                    <span className="visually-hidden"> reached {one.label}: who?</span>
                  </button>
                </td>
                <td>{i === 0 ? "" : share(one.fromPrevious)}</td>
                <td className={classes.wide}>{share(one.fromFirst)}</td>
                <td className={classes.wide}>{i === 0 ? "" : seconds(one.medianSeconds)}</td>
                <td>
                  {lost > 0 ? (
                    <button type="button" className={classes.lost} onClick={() => onOpen(i, "dropped")}>
                      {formatCount(lost)}
                      <span className="visually-hidden"> stopped before {one.label}: who?</span>
                    </button>
                  ) : (
                    ""
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function GroupsTable({ by, answer, onOpen }: { by: string; answer: FunnelAnswer; onOpen: OpenStep }) {
  const last = answer.steps.length - 1;
  return (
    <ChartCard
      title={`Conversion by ${describeProperty(by)}`}
      hint={`${plural(answer.breakdown.length, "group")} · interval at 95 %`}
      fileName="funnel-groups"
      table={{
        columns: ["Group", "n", "conversion", "low", "high"],
        rows: answer.breakdown.map(({ value, n, conversion }) => [
          groupLabel(value),
          n,
          share(conversion.rate),
          share(conversion.low),
          share(conversion.high),
        ]),
      }}
    >
      <TablePicture
        columns={[
          { title: "Group", width: 200 },
          { title: "", width: 240 },
          { title: "conversion", width: 90 },
          { title: "at 95 %", width: 110 },
          { title: "converted", width: 130 },
        ]}
        rows={answer.breakdown.map(({ value, n, conversion, steps }) => [
          { text: groupLabel(value) },
          { bar: conversion.rate ?? 0 },
          { text: share(conversion.rate) },
          { text: interval(conversion) },
          { text: `${formatCount(steps.at(-1)?.count ?? 0)} of ${formatCount(n)}` },
        ])}
      />
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Groups">
        <table className={classes.table}>
          <tbody>
            {answer.breakdown.map(({ value, n, conversion, steps }) => (
              <tr key={String(value)}>
                <th scope="row">{groupLabel(value)}</th>
                <td className={classes.barCell}>
                  <span className={classes.bar} style={{ width: `${(conversion.rate ?? 0) * 100}%` }} />
                </td>
                <td>
                  {share(conversion.rate)} <span className="faint small">{interval(conversion)}</span>
                </td>
                <td>
                  <button type="button" className={classes.open} onClick={() => onOpen(last, "reached", value)}>
                    {formatCount(steps.at(-1)?.count ?? 0)}
                    <span className="visually-hidden"> of {groupLabel(value)} converted: who?</span>
                  </button>{" "}
                  <span className="faint small">of {formatCount(n)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartCard>
  );
}
