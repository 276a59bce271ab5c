import type { FunnelQuery } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePersonPredicate } from "../../../predicates/index.ts";
import { arbitraryFunnel, arbitraryHistory, historyNowMs } from "../../testing/arbitraries.ts";
import { lookAt, type Seen } from "../seen.ts";
import { timeOf, type Attempt, type FunnelRules } from "./attempt.ts";
import { bestInAnyOrder } from "./best-in-any-order.ts";
import { bestInOrder } from "./best-in-order.ts";
import { funnelAnswer } from "./funnel-answer.ts";
import { funnelRules } from "./funnel-rules.ts";

type Score = { required: number; optional: number };
const better = (a: Score, b: Score): Score => ((b.required - a.required || b.optional - a.optional) > 0 ? b : a);
const nothing: Score = { required: 0, optional: 0 };

/** How far anybody could come by any choice of different interactions at all, whether or not they are the earliest. */
function furthest(history: readonly Seen[], rules: FunnelRules): Score {
  const goOn = (step: number, used: readonly Seen[], score: Score): Score => {
    const rule = rules.steps[step];
    if (rule === undefined) return score;
    const from = timeOf(used[0] as Seen);
    const latest = timeOf(used.at(-1) as Seen);
    const serving = history.filter(
      (seen) => rule.matches(seen) && !used.includes(seen) && timeOf(seen) >= latest && timeOf(seen) <= from + rules.windowMs,
    );
    const next = rule.optional ? { ...score, optional: score.optional + 1 } : { ...score, required: score.required + 1 };
    const instead = rule.optional ? goOn(step + 1, used, score) : score;
    return serving.map((seen) => goOn(step + 1, [...used, seen], next)).reduce(better, instead);
  };
  return history
    .filter((seen) => rules.steps[0]?.matches(seen))
    .map((seen) => goOn(1, [seen], { required: 1, optional: 0 }))
    .reduce(better, nothing);
}

const scoreOf = (attempt: Attempt | null, rules: FunnelRules): Score => ({
  required: (attempt ?? []).filter((done) => !rules.steps[done.step]?.optional).length,
  optional: (attempt ?? []).filter((done) => rules.steps[done.step]?.optional).length,
});
const plain = (query: FunnelQuery): FunnelQuery => ({ ...query, semantics: "default", exclude: [], breakdown: undefined });
const histories = (query: FunnelQuery, history: Parameters<typeof lookAt>[0]) => [
  ...Map.groupBy(lookAt(history, query.where, historyNowMs), ({ person }) => person.id).values(),
];

test("no choice of interactions gets further than taking the earliest that can serve", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, (drawn, history) => {
      const query = plain({ ...drawn, order: "ordered" });
      const rules = funnelRules(query, historyNowMs);
      for (const own of histories(query, history)) expect(scoreOf(bestInOrder(own, rules), rules)).toEqual(furthest(own, rules));
    }),
  ));

test("in any order it is the most steps that some order of them gives", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, (drawn, history) => {
      const query = plain({ ...drawn, order: "any" });
      const rules = funnelRules(query, historyNowMs);
      for (const own of histories(query, history)) {
        const most = ordersOf(rules.steps).map((steps) => furthest(own, { ...rules, steps }).required);
        expect(bestInAnyOrder(own, rules)?.length ?? 0).toBe(Math.max(...most));
      }
    }),
  ));

/** Every order of every part of a list. */
const ordersOf = <T>(items: readonly T[]): T[][] =>
  items.flatMap((item, index) => {
    const rest = ordersOf(items.filter((_, other) => other !== index));
    return [[item], ...rest.map((order) => [item, ...order])];
  });

test("who converts in a funnel is who satisfies the sequence of its steps", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, (drawn, drawnHistory) => {
      const history = drawnHistory.map((person) => ({ ...person, interactions: person.interactions.filter((one) => !one.bot) }));
      const steps = drawn.steps.map((step) => ({ ...step, optional: false }));
      const range = { from: "2026-01-01", to: "2026-12-31" };
      const query: FunnelQuery = { ...plain(drawn), steps, range, order: "ordered", by: "person", where: undefined };
      const sequence = steps.map(({ event, where }) => ({ event, where }));
      const satisfies = compilePersonPredicate({ sequence, within: query.window });
      const converted = funnelAnswer(query, history, { nowMs: historyNowMs, timezone: "UTC" }).steps.at(-1)?.count;
      expect(history.filter((person) => satisfies(person, historyNowMs)).length).toBe(converted);
    }),
  ));
