import type { FlowReport } from "@throughline/contract";

/** A difference of shares in points: 0.052 → “+5.2”. */
export function formatPoints(difference: number): string {
  const points = Math.round(difference * 1000) / 10;
  return `${points > 0 ? "+" : points < 0 ? "−" : ""}${Math.abs(points).toFixed(1)}`;
}

/** What can be said of the difference: better, worse, or nothing yet. */
export function verdictOf({ lift }: Pick<FlowReport, "lift">): { text: string; tone?: "good" | "bleed" } {
  if (lift.absolute === null) return { text: "nobody to compare yet" };
  const between = lift.low === null || lift.high === null ? "" : ` ${formatPoints(lift.low)} to ${formatPoints(lift.high)}`;
  if (lift.decided === "better") return { text: `better:${between}`, tone: "good" };
  if (lift.decided === "worse") return { text: `worse:${between}`, tone: "bleed" };
  return { text: `not told from chance:${between}` };
}

/** Where an interval is drawn: a scale around nothing that holds all of `values`, as shares of the width. */
export function scaleOf(values: readonly number[]): { place: (value: number) => number; most: number } {
  const largest = Math.max(0.005, ...values.map(Math.abs));
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((one) => one >= largest) ?? 1;
  return { most: step, place: (value) => 0.5 + Math.max(-1, Math.min(1, value / step)) / 2 };
}
