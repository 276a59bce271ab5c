import { describe, expect, test } from "vitest";
import type { ChartTokens } from "../../../ui/chart/chart-tokens.ts";
import { drawLines, linesOf, sayInterval, type TrendsDrawing } from "./trends-drawing.ts";

const tokens = { series: ["#111", "#222"], panel: "#fff" } as unknown as ChartTokens;
const series = (label: string, ...values: (number | null)[]) => ({
  label,
  series: 0,
  points: values.map((value, i) => ({ at: `2026-11-2${i}T00:00:00+00:00`, value })),
});
const drawing = (more: Partial<TrendsDrawing> = {}): TrendsDrawing => ({
  series: [series("Paid", 4, 6, 2)],
  before: [series("Paid", 3, 5, 1)],
  labels: ["Paid"],
  labelsBefore: ["Paid, before"],
  periods: ["20 Nov", "21 Nov", "22 Nov"],
  periodsBefore: ["17 Nov", "18 Nov", "19 Nov"],
  parts: [null, null, "so far"],
  hidden: new Set(),
  shape: "line",
  ...more,
});

describe("a trend's drawing", () => {
  test("leaves the interval that still runs to a dashed line from the one before it", () => {
    const [whole, part, before] = drawLines(drawing(), tokens);
    expect(whole?.data).toEqual([4, 6, null]);
    expect(part).toMatchObject({
      data: [null, { value: 6, symbol: "none" }, { value: 2, symbol: "circle", itemStyle: { color: "#fff", borderColor: "#111" } }],
      lineStyle: { type: [4, 4] },
    });
    expect(before).toMatchObject({ name: "Paid, before", data: [3, 5, 1] });
  });
  test("is one line where all intervals are whole, and one row of bars always", () => {
    expect(linesOf(drawing({ parts: [null, null, null] }))).toHaveLength(2);
    const [bars] = drawLines(drawing({ shape: "bar" }), tokens);
    expect(bars).toMatchObject({ type: "bar", data: [4, 6, { value: 2, itemStyle: { opacity: 0.45 } }] });
  });
  test("knows of each of its lines whose it is", () => {
    const two = drawing({ series: [series("A", 1, 2, 3), series("B", 1, 2, 3)], before: [series("A", 1, 1, 1), series("B", 1, 1, 1)] });
    expect(linesOf(two).map(({ of, when }) => `${when} ${of}`)).toEqual(["now 0", "now 0", "now 1", "now 1", "before 0", "before 1"]);
    expect(drawLines(two, tokens)).toHaveLength(6);
  });
  test("says an interval with the part that it is, and the date of the number before", () => {
    const said = sayInterval(drawing(), tokens, 2)
      .replaceAll("<br>", "; ")
      .replaceAll(/<[^>]*>/g, "");
    expect(said).toBe("22 Nov, so far; Paid 2; Paid, before (19 Nov) 1");
  });
  test("says nothing of what is hidden", () => expect(sayInterval(drawing({ hidden: new Set([0]) }), tokens, 0)).toBe("20 Nov"));
});
