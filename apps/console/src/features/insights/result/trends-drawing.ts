import type { TrendsAnswer } from "@throughline/contract";
import { escapeHtml } from "../../../ui/chart/chart-parts.ts";
import type { ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { withPart, type Part } from "./interval-part.ts";
import { formatValue } from "./show.ts";

type Series = TrendsAnswer["series"][number];
/** Which series a line of the drawing is of, and of which period. */
export type Line = { of: number; when: "now" | "before"; isPart: boolean };
export type TrendsDrawing = {
  series: readonly Series[];
  before: readonly Series[];
  /** Called so, by the place of the series; `labelsBefore` of the period before. */
  labels: readonly string[];
  labelsBefore: readonly string[];
  periods: readonly string[];
  periodsBefore: readonly string[];
  /** Of each interval: is it whole? */
  parts: readonly (Part | null)[];
  hidden: ReadonlySet<number>;
  shape: "line" | "bar";
};

/**
 * The lines in the order in which they are drawn. A series that has intervals which are not whole is drawn twice: the whole ones, and dashed from their neighbour on the others. Bars need no second
 * row: each has its own look.
 */
export function linesOf({ series, before, parts, shape }: TrendsDrawing): Line[] {
  const isParted = shape === "line" && parts.some((part) => part !== null);
  return [
    ...series.flatMap((_, of): Line[] => [
      { of, when: "now", isPart: false },
      ...(isParted ? [{ of, when: "now" as const, isPart: true }] : []),
    ]),
    ...before.map((_, of): Line => ({ of, when: "before", isPart: false })),
  ];
}

/** The series of the chart, one for each of `linesOf`. */
export function drawLines(drawing: TrendsDrawing, tokens: ChartTokens) {
  const { series, before, labels, labelsBefore, periods, hidden, shape } = drawing;
  return linesOf(drawing).map(({ of, when, isPart }) => {
    const color = tokens.series[of % tokens.series.length] ?? "";
    const points = ((when === "now" ? series : before)[of]?.points ?? []).slice(0, periods.length);
    const values = hidden.has(of) ? [] : points.map(({ value }) => value);
    const shared = {
      name: (when === "now" ? labels : labelsBefore)[of] ?? "",
      itemStyle: { color },
      cursor: "pointer",
      triggerLineEvent: true,
    };
    if (when === "before")
      return {
        ...shared,
        type: "line" as const,
        data: values,
        lineStyle: { type: "dotted" as const, width: 1.5, opacity: 0.6 },
        itemStyle: { color, opacity: 0.6 },
        symbolSize: 6,
        showSymbol: false,
      };
    if (shape === "bar") return { ...shared, type: "bar" as const, data: barsOf(values, drawing) };
    if (isPart)
      return {
        ...shared,
        type: "line" as const,
        data: partlyOf(values, drawing, { color: tokens.panel, borderColor: color, borderWidth: 2 }),
        lineStyle: { type: [4, 4], width: 2 },
        symbolSize: 7,
        showSymbol: true,
        showAllSymbol: true,
      };
    return {
      ...shared,
      type: "line" as const,
      data: values.map((value, i) => (drawing.parts[i] ? null : value)),
      lineStyle: { width: 2 },
      symbolSize: 7,
      showSymbol: periods.length < 3,
    };
  });
}

const barsOf = (values: readonly (number | null)[], { parts }: TrendsDrawing) =>
  values.map((value, i) => (parts[i] ? { value, itemStyle: { opacity: 0.45 } } : value));

/** Only the intervals that are not whole, as rings, and the neighbours that the dashes come from. */
const partlyOf = (
  values: readonly (number | null)[],
  { parts }: TrendsDrawing,
  ring: { color: string; borderColor: string; borderWidth: number },
) =>
  values.map((value, i) => {
    if (parts[i]) return { value, symbol: "circle", itemStyle: ring };
    return parts[i - 1] || parts[i + 1] ? { value, symbol: "none" } : null;
  });

/** What is said when an interval is pointed at: each series, with its value of the period before and the date of that. */
export function sayInterval(
  { series, before, labels, labelsBefore, periods, periodsBefore, parts, hidden }: TrendsDrawing,
  tokens: ChartTokens,
  at: number,
): string {
  const mark = (of: number, isBefore: boolean) => {
    const color = tokens.series[of % tokens.series.length] ?? "";
    return `<span style="display:inline-block;margin-right:5px;border-radius:9px;width:9px;height:9px;box-sizing:border-box;${
      isBefore ? `border:1.5px dotted ${color}` : `background:${color}`
    }"></span>`;
  };
  const line = (of: number, isBefore: boolean, label: string, value: number | null) =>
    `${mark(of, isBefore)}${escapeHtml(label)} <b>${formatValue(value)}</b>`;
  const shown = series.map((_, of) => of).filter((of) => !hidden.has(of));
  return [
    escapeHtml(withPart(periods[at] ?? "", parts[at])),
    ...shown.map((of) => line(of, false, labels[of] ?? "", series[of]?.points[at]?.value ?? null)),
    ...shown
      .filter((of) => before[of]?.points[at] !== undefined)
      .map((of) => line(of, true, `${labelsBefore[of] ?? ""} (${periodsBefore[at] ?? ""})`, before[of]?.points[at]?.value ?? null)),
  ].join("<br>");
}
