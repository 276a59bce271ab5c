import type { FlowReport } from "@throughline/contract";
import { formatCount, formatShare } from "../../../ui/format-number.ts";

/** “To see a lift of 5 points from 32 %, about 3,100 people are needed: 78 days at 40 a day.” */
export function neededWords({ people, baseRate, minimalLift, perDay, days }: FlowReport["needed"]): string {
  if (people === null || baseRate === null)
    return "How often the goal is reached without it is not known yet: after the first people it can be told how many are needed.";
  const start = `To see a lift of ${Math.round(minimalLift * 1000) / 10} points from ${formatShare(baseRate)} in four of five cases, about ${formatCount(people)} people are needed on both sides together`;
  if (perDay === null || days === null) return `${start}.`;
  const pace = perDay < 10 ? perDay.toFixed(1) : formatCount(Math.round(perDay));
  return `${start}: ${days < 1 ? "less than a day" : `${formatCount(Math.ceil(days))} days`} at ${pace} a day.`;
}
