import type { PathsAnswer } from "@throughline/contract";
import { useMemo } from "react";
import { ChartCard } from "../../../ui/chart/chart-card.tsx";
import { escapeHtml, tooltipOf } from "../../../ui/chart/chart-parts.ts";
import type { ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { formatCount, plural } from "../../../ui/format-number.ts";
import { formatDuration } from "../../../ui/format-time.ts";
import { LazyChart } from "./lazy-chart.tsx";
import classes from "./result.module.css";
import type { ShowProps } from "./show.ts";

type Edge = PathsAnswer["edges"][number];

/** Sessions flowing from step to step; what the cap left out is said. */
export function PathsResult({ query, answer, onOpen, compact }: ShowProps<"paths">) {
  const option = useMemo(() => (tokens: ChartTokens) => sankeyOf(tokens, answer.edges), [answer]);
  const top = answer.edges.toSorted((a, b) => b.count - a.count)[0];
  const title = top ? `Most go from ${top.from.label} to ${top.to.label}: ${plural(top.count, "session")}` : "Paths of sessions";
  const open = ({ from, to }: Edge) => onOpen({ kind: "paths", from, to }, `${from.label} → ${to.label}`);
  const { columns, rows } = sizeOf(answer.edges);
  const cap =
    answer.left > 0
      ? `the ${plural(answer.edges.length, "most frequent transition")} of sessions; ${formatCount(answer.left)} more lie beyond the limit of ${query.limit} and are not drawn`
      : `all ${plural(answer.edges.length, "transition")}, nothing left out`;
  return (
    <ChartCard
      title={title}
      hint={`n ${plural(answer.paths, "session")} · ${cap}`}
      fileName="paths"
      table={{
        columns: ["Step", "From", "To", "Sessions", "People", "Median time"],
        rows: answer.edges.map(({ from, to, count, people, medianSeconds }) => [
          from.step,
          from.label,
          to.label,
          count,
          people,
          medianSeconds === null ? "–" : formatDuration(medianSeconds * 1000),
        ]),
      }}
      openCell={(row, column) => {
        const edge = answer.edges[row];
        return edge && column >= 3 && column <= 4 ? () => open(edge) : null;
      }}
    >
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Paths, step by step">
        <div style={{ minWidth: columns * columnWidth }}>
          <LazyChart
            label={title}
            height={compact ? 240 : Math.min(1200, Math.max(320, rows * rowHeight))}
            option={option}
            onClick={({ dataType, dataIndex }) => {
              const edge = dataType === "edge" ? answer.edges[dataIndex] : undefined;
              if (edge) open(edge);
            }}
          />
        </div>
      </div>
    </ChartCard>
  );
}

/** Pixels that a step's labels need, and a node with the space to the next. */
const columnWidth = 130;
const rowHeight = 26;

/** How many steps an answer shows, and how many nodes the fullest of them has. */
function sizeOf(edges: readonly Edge[]): { columns: number; rows: number } {
  const nodes = new Map(edges.flatMap(({ from, to }) => [from, to]).map((node) => [nodeName(node), node]));
  const bySteps = [...Map.groupBy(nodes.values(), ({ step }) => step).values()];
  return { columns: bySteps.length, rows: Math.max(0, ...bySteps.map((members) => members.length)) };
}

const nodeName = ({ step, label }: Edge["from"]) => `${step} ${label}`;

function sankeyOf(tokens: ChartTokens, edges: readonly Edge[]) {
  const nodes = new Map(edges.flatMap(({ from, to }) => [from, to]).map((node) => [nodeName(node), node]));
  const labelOf = (name: string) => nodes.get(name)?.label ?? name;
  const last = Math.max(...[...nodes.values()].map(({ step }) => step));
  return {
    tooltip: {
      ...tooltipOf(tokens),
      formatter: (item: unknown) => {
        const { dataType, dataIndex, name, value } = item as { dataType: string; dataIndex: number; name: string; value: number };
        const edge = edges[dataIndex];
        if (dataType !== "edge" || !edge) return `<b>${escapeHtml(labelOf(name))}</b><br>${formatCount(value)} sessions`;
        const time = edge.medianSeconds === null ? "" : `<br>median ${formatDuration(edge.medianSeconds * 1000)}`;
        return `${escapeHtml(edge.from.label)} → <b>${escapeHtml(edge.to.label)}</b><br>${plural(edge.count, "session")}, ${plural(edge.people, "person", "people")}${time}`;
      },
    },
    series: [
      {
        type: "sankey" as const,
        left: 4,
        right: 130,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        emphasis: { focus: "adjacency" as const },
        data: [...nodes.keys()].map((name) => ({
          name,
          depth: Math.max(0, (nodes.get(name)?.step ?? 1) - Math.min(...[...nodes.values()].map(({ step }) => step))),
          itemStyle: { color: tokens.accent, opacity: nodes.get(name)?.step === last ? 0.7 : 0.9, borderWidth: 0 },
        })),
        links: edges.map(({ from, to, count }) => ({ source: nodeName(from), target: nodeName(to), value: count })),
        lineStyle: { color: tokens.ribbon, opacity: 0.75, curveness: 0.5 },
        label: {
          color: tokens.ink,
          fontSize: 12,
          width: 120,
          overflow: "truncate" as const,
          formatter: ({ name }: { name: string }) => labelOf(name),
        },
      },
    ],
  };
}
