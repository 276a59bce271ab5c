import { durationMs, type Duration, type JourneyKpi } from "@throughline/contract";

const units = ["week", "day", "hour", "minute", "second"] as const;

/** Seconds in the largest unit that says them exactly. */
export function toDuration(seconds: number): Duration {
  const ms = Math.max(1, Math.round(seconds)) * 1000;
  const unit = units.find((one) => one !== "week" && ms % durationMs({ value: 1, unit: one }) === 0) ?? "second";
  return { value: ms / durationMs({ value: 1, unit }), unit };
}

/** A target as it is written in the form: shares as per cent. */
export function shownTarget(kpi: JourneyKpi, value: number): number {
  return isShare(kpi) ? Math.round(value * 1000) / 10 : value;
}

/** And as it is kept. */
export function keptTarget(kpi: JourneyKpi, shown: number): number {
  return isShare(kpi) ? shown / 100 : shown;
}

export const isShare = (kpi: JourneyKpi): boolean => kpi === "completion" || kpi === "repeatContact";
export const isTime = (kpi: JourneyKpi): boolean => kpi === "timeMedian" || kpi === "timeP90";
