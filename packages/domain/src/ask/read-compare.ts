import type { Range } from "@throughline/contract";
import type { Reading } from "./reading.ts";

const dayMs = 86_400_000;
const daysOf: Record<string, number> = { hour: 1 / 24, day: 1, week: 7, month: 31, quarter: 92, year: 366 };
const before =
  /(?:the )?(?:same )?(?:previous|prior|last|preceding)(?: period| (\d+)? ?(day|week|month|quarter|year)s?)?|(?:the )?(\d+)? ?(hour|day|week|month|quarter|year)s? (?:before|earlier|prior)(?: that)?/;
const against = new RegExp(
  `(?:compared?|versus|vs|against|relative)(?: to| with)? (?:${before.source})|than (?:in )?(?:${before.source}|before)`,
);

/** "compared with the 30 days before", "than the week before": against the period just before. A reason, where that period is another than the one asked about. */
export function takeCompare(reading: Reading, range: Range): { compare?: "previous" } | { reason: string } {
  const found = reading.take(against);
  if (!found) return {};
  reading.take(/more|fewer|less|higher|lower/);
  const [count, unit] = [found[1] ?? found[3] ?? found[5] ?? found[7], found[2] ?? found[4] ?? found[6] ?? found[8]];
  const said = unit === undefined ? null : Number(count ?? 1) * (daysOf[unit] as number);
  const asked = lengthOf(range);
  if (said !== null && (asked > said || (count !== undefined && asked < said * 0.9)))
    return { reason: "A figure is compared with as long a time right before. Ask about the same length of time on both sides." };
  return { compare: "previous" };
}

function lengthOf(range: Range): number {
  if ("last" in range) return range.last.value * (daysOf[range.last.unit] as number);
  return (Date.parse(range.to.slice(0, 10)) - Date.parse(range.from.slice(0, 10))) / dayMs + 1;
}
