import type { FrictionRow, FrictionSignal, Lift } from "@throughline/contract";
import { formatCount, formatShare } from "../../ui/format-number.ts";

/** What each signal says, in plain words. */
export const signalWords: Record<FrictionSignal, { label: string; means: string }> = {
  "Rage Click": { label: "Rage click", means: "Clicked three times or more in quick succession" },
  "Dead Click": { label: "Dead click", means: "Clicked something that looks clickable, and nothing happened" },
  "Error Click": { label: "Error click", means: "A click, and an error or failed request within a second" },
  "U-Turn": { label: "U-turn", means: "Went back within 15 seconds without doing anything" },
  "Page Loop": { label: "Loop", means: "The same page three times within 15 seconds" },
  "Form Abandoned": { label: "Form abandoned", means: "Began a form and left without sending it" },
  "Error Shown": { label: "Error shown", means: "A form said that something is wrong" },
  "Uncaught Error": { label: "Script error", means: "The page's own code failed" },
  "Request Failed": { label: "Request failed", means: "The server answered with an error, or not at all" },
  "Slow Page": { label: "Slow page", means: "Over 4 s until the page was there, or over 0.5 s until it answered" },
};

export const allSignals = Object.keys(signalWords) as FrictionSignal[];

/** 0.243 → “+24”, −0.071 → “−7.1”: points of a hundred, with the sign that people read. */
export function formatPoints(share: number): string {
  const points = share * 100;
  const digits = Math.abs(points) < 9.95 ? 1 : 0;
  const text = Math.abs(points).toFixed(digits);
  if (Number(text) === 0) return "0";
  return `${points > 0 ? "+" : "−"}${text}`;
}

/** Sessions of harm, whole; “−3” reads as what was spared. */
export function formatHarm(sessions: number): string {
  const whole = Math.round(sessions) || 0; // never −0
  return whole < 0 ? `−${formatCount(-whole)}` : formatCount(whole);
}

export function formatInterval(low: number, high: number, format: (value: number) => string): string {
  return `${format(low)} to ${format(high)}`;
}

/** What the numbers allow to be said: it bleeds only where the whole interval is above zero. */
export function verdictOf({ lift }: Pick<FrictionRow, "lift">): "harm" | "none" | "unsure" | "few" {
  if (!lift?.enough) return "few";
  if (lift.low > 0) return "harm";
  return lift.high <= 0 ? "none" : "unsure";
}

/** “61 % of them ended badly, 37 % of 1,204 matched sessions did: 24 points more (12 to 36).” */
export function describeLift(lift: Lift): string {
  const { value, low, high } = lift;
  return (
    `${formatShare(lift.with)} of them ended badly, against ${formatShare(lift.without)} of ${formatCount(lift.controls)} matched sessions without it: ` +
    `${formatPoints(value)} points (${formatInterval(low, high, formatPoints)}, 95 %, n ${formatCount(lift.n)}).`
  );
}

/** What the part of the range that was held out says about the rest. */
export function describeHeldOut({ heldOut, holds }: Pick<FrictionRow, "heldOut" | "holds">): string {
  if (!heldOut) return "In the last third of the range no session could be matched.";
  const said = `In the last third of the range: ${formatPoints(heldOut.value)} points (${formatInterval(heldOut.low, heldOut.high, formatPoints)}, n ${formatCount(heldOut.n)}).`;
  if (holds === true) return `${said} What the time before said came again.`;
  if (holds === false) return `${said} What the time before said did not come again.`;
  return `${said} Too little to confirm or deny what the time before said.`;
}
