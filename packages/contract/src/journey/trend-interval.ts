export type TrendInterval = "day" | "week" | "month";

/** Of which length the points of a journey's trend are, so that there are neither too few nor too many. `days` is the length of the range. */
export function trendInterval(days: number): TrendInterval {
  return days <= 45 ? "day" : days <= 200 ? "week" : "month";
}
