import { useComputedColorScheme } from "@mantine/core";
import { BarChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import type { EChartsOption } from "echarts/types/dist/shared";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useEffectEvent, useRef } from "react";
import { readTokens, type ChartTokens } from "./chart-tokens.ts";

use([BarChart, LineChart, SankeyChart, GridComponent, TooltipComponent, SVGRenderer]);

/** What was clicked: the series and item by their place in the options, and the item's own data. */
export type ChartClick = { seriesIndex: number; dataIndex: number; dataType: string; data: unknown };

type EChartProps = {
  /** Drawn anew with the theme's colours. */
  option: (tokens: ChartTokens) => EChartsOption;
  label: string;
  height: number;
  onClick?: (click: ChartClick) => void;
};

/** An Apache ECharts drawing as one SVG: as wide as its place, in the theme's colours. Load it lazily: it weighs more than a page. */
export default function EChart({ option, label, height, onClick }: EChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const scheme = useComputedColorScheme("light");
  const click = useEffectEvent((event: ChartClick) => onClick?.(event));

  useEffect(() => {
    if (!element.current) return;
    const drawn = init(element.current, null, { renderer: "svg" });
    chart.current = drawn;
    drawn.on("click", (event) =>
      click({ seriesIndex: event.seriesIndex ?? 0, dataIndex: event.dataIndex, dataType: event.dataType ?? "", data: event.data }),
    );
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    // The scheme is on the document before effects run: the colours read here are those of `scheme`.
    chart.current?.setOption({ animation: !still, animationDuration: 250, ...option(readTokens(scheme)) }, { notMerge: true });
  }, [option, scheme]);

  return <div ref={element} role="img" aria-label={`${label}. The same is in the table of its menu.`} style={{ height, width: "100%" }} />;
}
