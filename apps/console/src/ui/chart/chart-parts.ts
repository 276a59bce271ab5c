import { formatCompact } from "../format-number.ts";
import type { ChartTokens } from "./chart-tokens.ts";

/** Axes, grid and tooltip of our charts: hairlines, small faint labels. */
export function gridOf(tokens: ChartTokens, categories: readonly string[], { percent = false } = {}) {
  const label = { color: tokens["faint-ink"], fontSize: 11, fontFamily: "Inter Variable, system-ui, sans-serif" };
  return {
    grid: { left: 44, right: 8, top: 12, bottom: 26 },
    textStyle: { fontFamily: "Inter Variable, system-ui, sans-serif" },
    tooltip: tooltipOf(tokens),
    xAxis: {
      type: "category" as const,
      data: [...categories],
      axisLabel: { ...label, hideOverlap: true },
      axisLine: { lineStyle: { color: tokens.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value" as const,
      axisLabel: { ...label, formatter: (value: number) => (percent ? `${value} %` : formatCompact(value)) },
      splitLine: { lineStyle: { color: tokens.line } },
    },
  };
}

export function tooltipOf(tokens: ChartTokens) {
  return {
    backgroundColor: tokens.panel,
    borderColor: tokens.line,
    textStyle: { color: tokens.ink, fontSize: 12.5 },
    confine: true,
  };
}

/** Text of data in the HTML of a tooltip. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
