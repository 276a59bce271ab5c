import type { JourneyNewsItem } from "@throughline/contract";
import { formatRate } from "./format-figure.ts";
import type { JourneyCell } from "./who-cell.ts";

/** The people behind a figure of the news, where the map can name them. */
export function newsCell(figure: string): Partial<JourneyCell> | null {
  const [name = "", ...rest] = figure.split(":");
  const of = rest.join(":");
  if (name === "seam" && of !== "") return { seam: of, crossing: "crossed" };
  if (name === "entered" && of === "") return { status: "entered" };
  if (name === "completed" && of === "") return { status: "completed" };
  if (name === "contacts" && of === "") return { status: "contacted" };
  if (name === "friction" && of === "") return { status: "hindered" };
  if (name === "looped" && of !== "") return { stage: of, to: of };
  if (of === "") return name === "failed" || name === "expired" || name === "dropped" ? { status: "dropped" } : null;
  if (name === "arrived") return { status: "entered", stage: of };
  if (name === "left") return { status: "left", stage: of };
  if (name === "dropped") return { status: "dropped", stage: of };
  return name === "failed" ? { status: "failed", failure: of } : null;
}

/** Which people explain most of a change: “84 % of it: plan is trial (41 % of it before)”. */
export function describeSegment({ segment }: Pick<JourneyNewsItem, "segment">): string | null {
  if (!segment) return null;
  const property = segment.property.replace(/^(event|person|account|session)\.\$?/, "");
  return `${formatRate(segment.explains)} of the change: ${property} is ${segment.value} (${formatRate(segment.baselineShare)} of the figure before).`;
}

/** How far the stated rate of false alarms can be trusted to wake nobody: “One look in 20 shows something although nothing changed”. */
export function describeFalseAlarms(rate: number): string {
  if (rate <= 0) return "A look never shows anything by chance.";
  return `One look in ${Math.max(1, Math.round(1 / rate))} shows something although nothing changed.`;
}
