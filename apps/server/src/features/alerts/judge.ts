import type { AlertReading, Condition } from "@throughline/contract";
import type { Figure } from "./figure.ts";
import { seasonalNorm } from "./seasonal-norm.ts";

const outside = (value: number, low: number | null, high: number | null): boolean =>
  (low !== null && value < low) || (high !== null && value > high);

/** Whether a figure fires a condition, what it was held against, and why in a sentence. Without a number, or without anything to hold it against, nothing fires. */
export function judge(figure: Figure, condition: Condition): AlertReading {
  const { value, n } = figure;
  const write = (number: number) => formatFigure(number, figure.isShare);
  const calm = (reference: number | null, reason: string): AlertReading => ({
    state: "ok",
    value,
    n,
    reference,
    low: null,
    high: null,
    reason,
  });
  if (value === null) return calm(null, `There is no number for ${figure.when}: nothing happened that it is about.`);
  const said = `${write(value)} ${figure.when}${n === null || n === value ? "" : ` (n = ${formatFigure(n, false)})`}`;
  const bounded = boundsOf(figure, condition, write);
  if ("missing" in bounded) return calm(bounded.reference ?? null, `${said}; ${bounded.missing}`);
  const { low, high, reference, against } = bounded;
  const firing = outside(value, low, high);
  const place = !firing ? "within bounds" : low !== null && value < low ? `below ${write(low)}` : `above ${write(high as number)}`;
  return { state: firing ? "firing" : "ok", value, n, reference, low, high, reason: `${said}: ${place}${against}.` };
}

type Bounds = { low: number | null; high: number | null; reference: number; against: string } | { missing: string; reference?: number };

function boundsOf(figure: Figure, condition: Condition, write: (value: number) => string): Bounds {
  switch (condition.kind) {
    case "threshold": {
      const { direction, value } = condition;
      return { low: direction === "below" ? value : null, high: direction === "above" ? value : null, reference: value, against: "" };
    }
    case "change": {
      const { before } = figure;
      if (before === null) return { missing: "there is nothing before it to compare with." };
      const step = condition.by === "percent" ? (Math.abs(before) * condition.value) / 100 : condition.value;
      return { ...within(before, step, condition.direction), reference: before, against: `; before it was ${write(before)}` };
    }
    case "anomaly": {
      const { direction, falseAlarmRate: rate } = condition;
      const ends = direction === "either" ? "both" : "one";
      const norm = figure.season && seasonalNorm(figure.history, { season: figure.season, rate, ends, counts: figure.isCount });
      if (!norm) return { missing: "four weeks are needed before its norm is known." };
      return {
        low: direction === "up" ? null : norm.low,
        high: direction === "down" ? null : norm.high,
        reference: norm.middle,
        against: `; its norm is ${write(norm.middle)}, and ${formatFigure(rate, true)} of evaluations fire by chance`,
      };
    }
  }
}

const within = (middle: number, step: number, direction: "up" | "down" | "either") => ({
  low: direction === "up" ? null : middle - step,
  high: direction === "down" ? null : middle + step,
});

/** A figure as it is written in sentences: `12.3%`, `1,204`, `0.042`. */
export const formatFigure = (value: number, isShare: boolean): string =>
  isShare
    ? value.toLocaleString("en", { style: "percent", maximumFractionDigits: 1 })
    : value.toLocaleString("en", Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
