import { durationMs, type FunnelQuery } from "@throughline/contract";
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

/** Compiles what a funnel speaks of; values go to the parameters. Step 1 is never optional, and in any order nothing is. */
export function compileFunnelParts(query: FunnelQuery, parameters: Parameters, context: QueryContext): FunnelParts {
  const match = (part: FunnelQuery["steps"][number] | FunnelQuery["exclude"][number]) =>
    compileEventMatch({ event: part.event, where: part.where }, parameters, context.predicates);
  const disjoint = areDisjoint(query.steps);
  return {
    query,
    steps: query.steps.map(match),
    optional: query.steps.map((step, index) => index > 0 && query.order !== "any" && step.optional),
    guards: query.exclude.map((part) => ({ condition: match(part), from: part.from, to: part.to })),
    windowMs: durationMs(query.window),
    disjoint,
    separate: query.semantics === "windowFunnel" || disjoint,
  };
}
