import { frictionSignals, ProductError, type FrictionSignal } from "@throughline/contract";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const defaultDays = 30;
const longestDays = 400;
/** Within so long after it came to a page a session may still end badly; younger visits are not judged. */
export const horizonMs = dayMs;
/** Of the range, the last part by time. */
const heldOutShare = 1 / 3;

export type ScopeInput = {
  from?: string | undefined;
  to?: string | undefined;
  outcome: "any" | "ticket" | "abandonment";
  signal?: FrictionSignal | undefined;
};

/** What a question about friction is about. Times in ms; `to` is not included. */
export type FrictionScope = {
  workspaceId: string;
  fromMs: number;
  toMs: number;
  heldOutFromMs: number;
  /** Visits that came to their page before this had the whole horizon to end badly. */
  settledMs: number;
  outcome: ScopeInput["outcome"];
  signals: readonly FrictionSignal[];
};

export function frictionScope(workspaceId: string, input: ScopeInput, now: number): FrictionScope {
  const toMs = input.to === undefined ? now : Date.parse(input.to);
  const fromMs = input.from === undefined ? toMs - defaultDays * dayMs : Date.parse(input.from);
  if (fromMs >= toMs) throw invalid("from", "The range is empty.", "a time before `to`");
  if (toMs - fromMs > longestDays * dayMs) throw invalid("from", "The range is too long.", `at most ${longestDays} days`);
  return {
    workspaceId,
    fromMs,
    toMs,
    heldOutFromMs: Math.round(toMs - (toMs - fromMs) * heldOutShare),
    // By the minute, so that questions of the same minute are the same.
    settledMs: Math.min(toMs, Math.floor((now - horizonMs) / 60_000) * 60_000),
    outcome: input.outcome,
    signals: input.signal === undefined ? frictionSignals : [input.signal],
  };
}

/** Days of the range in UTC, as YYYY-MM-DD. */
export function daysOf({ fromMs, toMs }: FrictionScope): string[] {
  const days: string[] = [];
  for (let at = Math.floor(fromMs / dayMs) * dayMs; at < toMs; at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

function invalid(field: string, message: string, accepted: string): ProductError {
  return new ProductError("invalid_input", message, { issues: [{ field, message, accepted }] });
}
