import { durationMs, type EventMatch, type FunnelQuery } from "@throughline/contract";
import { compileEventMatch } from "../../../predicates/index.ts";
import type { Seen } from "../seen.ts";
import type { FunnelRules } from "./attempt.ts";

/** What a funnel query asks, compiled. */
export function funnelRules(query: FunnelQuery, nowMs: number): FunnelRules {
  const matcher = (match: EventMatch) => {
    const matches = compileEventMatch(match);
    return ({ interaction, person }: Seen) => matches(interaction, person, nowMs);
  };
  return {
    steps: query.steps.map((step, index) => ({
      matches: matcher(step),
      optional: index > 0 && step.optional && query.order !== "any",
    })),
    exclusions: query.exclude.map(({ from, to, ...match }) => ({ matches: matcher(match), from, to })),
    order: query.order,
    windowMs: durationMs(query.window),
    firstAttemptOnly: query.semantics === "mixpanel",
    reuses: query.semantics === "windowFunnel",
    graceMs: query.semantics === "mixpanel" ? 2000 : 0,
  };
}
