import type { Estimate, KpiFigure, Share } from "@throughline/contract";
import { formatCount } from "../../ui/format-number.ts";

type Unit = KpiFigure["unit"];
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in the one unit that reads best: “48 s”, “18 min”, “9.2 h”, “2.1 d”, “11 d”. Seconds. */
export function formatSpan(seconds: number): string {
  const [unit, size] = seconds < minute ? ["s", 1] : seconds < 90 * minute ? ["min", minute] : seconds < 2 * day ? ["h", hour] : ["d", day];
  const value = seconds / Number(size);
  return `${value < 10 && unit !== "s" ? trimZero(value.toFixed(1)) : value.toFixed(0)} ${unit}`;
}

/** 0.418 → “41.8 %”; what is not nothing is never written as nothing, and what is not all never as all. */
export function formatRate(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  if (share < 1 && share > 0.999) return "> 99.9 %";
  return `${trimZero((share * 100).toFixed(1))} %`;
}

/** A figure in its unit, without the unit's sign where `bare`. */
export function formatFigure(value: number, unit: Unit): string {
  if (unit === "share") return formatRate(value);
  if (unit === "seconds") return formatSpan(value);
  if (value === 0) return "0";
  if (unit === "money" && value >= 100) return formatCount(value);
  return value.toFixed(value > 0 && value < 1 ? 2 : value >= 100 ? 0 : 1);
}

/** The 95 % interval, faint beside its figure: “39.6–44.1”, “2.9–3.8 d”. Null where there is none. */
export function formatBounds({ low, high }: Pick<Estimate, "low" | "high">, unit: Unit): string | null {
  if (low === null || high === null) return null;
  const [from, to] = [formatFigure(low, unit), formatFigure(high, unit)];
  const [number, sign] = from.split(" ");
  return sign !== undefined && to.endsWith(` ${sign}`) ? `${number}–${unit === "share" ? to.replace(" %", "") : to}` : `${from}–${to}`;
}

/** A rate with its interval, in words for titles: “18 % (16.1–20.4, n 1,240)”. */
export function describeShare({ rate, low, high, n }: Share): string {
  if (rate === null) return "nobody yet";
  const bounds = formatBounds({ low, high }, "share");
  return `${formatRate(rate)} (${bounds === null ? "" : `${bounds}, `}n ${formatCount(n)})`;
}

/** Whether two estimates differ by more than chance: their 95 % intervals do not meet. */
export function clearlyDiffer(a: Pick<Estimate, "low" | "high">, b: Pick<Estimate, "low" | "high">): boolean {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false;
  return a.low > b.high || b.low > a.high;
}

const trimZero = (text: string): string => text.replace(/\.0$/, "");
