import { durationMs, ProductError, type FieldIssue, type FunnelQuery } from "@throughline/contract";
import { compileEventMatch, type Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { areDisjoint } from "./disjoint-steps.ts";

/** A step that must not be taken: `from` and `to` are indexes of steps. */
export type Guard = { condition: string; from: number; to: number };

/** A funnel's steps and exclusions as conditions of a row of `interaction`. */
export type FunnelParts = {
  query: FunnelQuery;
  steps: string[];
  optional: boolean[];
  guards: Guard[];
  windowMs: number;
  /** No interaction fulfils two steps. */
  disjoint: boolean;
  /** Nor could it stand in its own way: it may fulfil several at once, or does not. */
  separate: boolean;
};

/** Step 1 is never optional, and in any order nothing is. */
export const isRequiredStep = ({ order, steps }: FunnelQuery, step: number): boolean =>
  step === 0 || order === "any" || !steps[step]?.optional;

const mostOptional = 5;
/** Which interaction serves which of so many steps that any of them may serve: beyond this the possibilities are too many. */
const mostShared = 10;

function check(query: FunnelQuery, optional: number, separate: boolean): void {
  const issues: FieldIssue[] = [];
  const last = query.steps.length - 1;
  query.exclude.forEach(({ from, to }, index) => {
    if (from >= to || to > last)
      issues.push({
        field: `exclude[${index}]`,
        message: "does not lie between two steps",
        accepted: `from before to, and to at most ${last}`,
      });
  });
  if (optional > mostOptional)
    issues.push({ field: "steps", message: `has ${optional} optional ones`, accepted: `at most ${mostOptional}` });
  if (query.order === "any" && !separate && query.steps.length > mostShared)
    issues.push({
      field: "steps",
      message: "are many that one interaction may fulfil",
      accepted: `at most ${mostShared}, or steps of different names`,
    });
  const at = query.breakdown?.attribution.match(/^step:(\d+)$/)?.[1];
  if (at !== undefined && (Number(at) < 1 || Number(at) > last + 1))
    issues.push({ field: "breakdown.attribution", message: "is not a step of the funnel", accepted: `step:1 to step:${last + 1}` });
  if (issues.length > 0)
    throw new ProductError("invalid_input", `The funnel cannot be answered: ${issues[0]?.field} ${issues[0]?.message}.`, { issues });
}

/**
 * Compiles what a funnel speaks of; values go to the parameters.
 * @throws ProductError `invalid_input` for a funnel that cannot be answered.
 */
export function compileFunnelParts(query: FunnelQuery, parameters: Parameters, context: QueryContext): FunnelParts {
  const match = (part: FunnelQuery["steps"][number] | FunnelQuery["exclude"][number]) =>
    compileEventMatch({ event: part.event, where: part.where }, parameters, context.predicates);
  const disjoint = areDisjoint(query.steps);
  const separate = query.semantics === "windowFunnel" || disjoint;
  const optional = query.steps.map((_, index) => !isRequiredStep(query, index));
  check(query, optional.filter(Boolean).length, separate);
  return {
    query,
    steps: query.steps.map(match),
    optional,
    guards: query.exclude.map((part) => ({ condition: match(part), from: part.from, to: part.to })),
    windowMs: durationMs(query.window),
    disjoint,
    separate,
  };
}
