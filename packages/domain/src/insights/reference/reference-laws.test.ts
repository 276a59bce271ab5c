import { funnelAnswerSchema, pathsAnswerSchema, retentionAnswerSchema, trendsAnswerSchema, type FunnelQuery } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arbitraryFunnel,
  arbitraryHistory,
  arbitraryLifecycle,
  arbitraryPaths,
  arbitraryRetention,
  arbitraryStickiness,
  arbitraryTimezone,
  arbitraryTrends,
  historyNowMs,
} from "../testing/arbitraries.ts";
import { funnelAnswer } from "./funnel/funnel-answer.ts";
import { lifecycleAnswer } from "./lifecycle-answer.ts";
import { pathsAnswer } from "./paths-answer.ts";
import { referenceAnswer } from "./reference-answer.ts";
import { retentionAnswer } from "./retention-answer.ts";
import { stickinessAnswer } from "./stickiness-answer.ts";
import { trendsAnswer } from "./trends-answer.ts";

const context = fc.record({ nowMs: fc.constant(historyNowMs), timezone: arbitraryTimezone });
const anyQuery = fc.oneof(arbitraryFunnel, arbitraryTrends, arbitraryPaths, arbitraryRetention, arbitraryLifecycle, arbitraryStickiness);
const counts = (query: FunnelQuery, ...rest: [Parameters<typeof funnelAnswer>[1], Parameters<typeof funnelAnswer>[2]]) =>
  funnelAnswer(query, ...rest).steps.map((step) => step.count);

test("the order in which interactions are known changes no answer", () =>
  fc.assert(
    fc.property(anyQuery, arbitraryHistory, context, (query, history, at) => {
      const reversed = history.toReversed().map((person) => ({ ...person, interactions: person.interactions.toReversed() }));
      expect(referenceAnswer(query, reversed, at)).toEqual(referenceAnswer(query, history, at));
    }),
    { numRuns: 100 },
  ));

test("bots change no answer", () =>
  fc.assert(
    fc.property(anyQuery, arbitraryHistory, context, (query, history, at) => {
      const without = history.map((person) => ({ ...person, interactions: person.interactions.filter((one) => !one.bot) }));
      expect(referenceAnswer(query, without, at)).toEqual(referenceAnswer(query, history, at));
    }),
    { numRuns: 100 },
  ));

test("a funnel narrows: required steps never count more than those before", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, context, (query, history, at) => {
      const answer = funnelAnswer(query, history, at);
      funnelAnswerSchema.parse(answer);
      const required = answer.steps.filter((_, index) => index === 0 || query.order === "any" || !query.steps[index]?.optional);
      required.forEach((step, index) => expect(step.count).toBeLessThanOrEqual(required[index - 1]?.count ?? answer.n));
      expect(answer.steps.every((step) => step.count <= answer.n)).toBe(true);
    }),
  ));

test("the groups of a breakdown are the whole funnel, once", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, context, (query, history, at) => {
      const { breakdown, steps } = funnelAnswer(query, history, at);
      if (query.breakdown === undefined) {
        expect(breakdown).toEqual([]);
        return;
      }
      steps.forEach((step, index) => {
        expect(breakdown.reduce((sum, group) => sum + (group.steps[index]?.count ?? 0), 0)).toBe(step.count);
      });
    }),
  ));

test("a longer window loses nobody, and mixpanel's one attempt without grace finds nobody that default does not", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, context, (drawn, history, at) => {
      const query = { ...drawn, exclude: [], steps: drawn.steps.map((step) => ({ ...step, optional: false })) };
      const longer = { ...query, window: { value: 9000, unit: "day" as const } };
      counts(query, history, at).forEach((count, index) => expect(counts(longer, history, at)[index]).toBeGreaterThanOrEqual(count));
      const strict = { ...query, order: "strict" as const };
      const first = counts({ ...strict, semantics: "mixpanel" }, history, at);
      counts({ ...strict, semantics: "default" }, history, at).forEach((count, index) =>
        expect(count).toBeGreaterThanOrEqual(first[index]!),
      );
    }),
  ));

test("any order finds at least those whom the order finds", () =>
  fc.assert(
    fc.property(arbitraryFunnel, arbitraryHistory, context, (drawn, history, at) => {
      const query = {
        ...drawn,
        semantics: "default" as const,
        exclude: [],
        steps: drawn.steps.map((step) => ({ ...step, optional: false })),
      };
      const ordered = counts({ ...query, order: "ordered" }, history, at);
      const any = counts({ ...query, order: "any" }, history, at);
      any.forEach((count, index) => expect(count).toBeGreaterThanOrEqual(ordered[index]!));
      counts({ ...query, order: "strict" }, history, at).forEach((count, index) => expect(count).toBeLessThanOrEqual(ordered[index]!));
    }),
  ));

test("new, returning and resurrecting people of an interval are those active in it", () =>
  fc.assert(
    fc.property(arbitraryLifecycle, arbitraryHistory, context, (drawn, history, at) => {
      // Whole weeks, so that trends, which count within the range alone, see the same.
      const range = { from: "2026-02-23", to: "2026-04-19" };
      const { event, where } = drawn;
      const query = { ...drawn, range, interval: "week" as const };
      const { series } = lifecycleAnswer(query, history, at);
      const [people] = trendsAnswer(
        { kind: "trends", range, interval: "week", series: [{ event, where, measure: { kind: "people" } }] },
        history,
        at,
      ).series;
      people?.points.forEach((point, index) => {
        const parts = [series.new, series.returning, series.resurrecting].map((part) => part[index]?.value ?? 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(point.value);
      });
      const news = series.new.reduce((sum, point) => sum + (point.value ?? 0), 0);
      expect(stickinessAnswer({ ...query, kind: "stickiness" }, history, at).counts.reduce((sum, count) => sum + count, 0)).toBe(news);
    }),
  ));

test("on or after counts at least those who came on, and never more later", () =>
  fc.assert(
    fc.property(arbitraryRetention, arbitraryHistory, context, (query, history, at) => {
      const on = retentionAnswer({ ...query, criterion: "on" }, history, at);
      const after = retentionAnswer({ ...query, criterion: "onOrAfter" }, history, at);
      retentionAnswerSchema.parse(on);
      after.cohorts.forEach(({ size, counts: shares }, cohort) => {
        expect(shares).toHaveLength(query.periods + 1);
        shares.forEach((share, period) => {
          expect(share === null).toBe(on.cohorts[cohort]?.counts[period] === null);
          if (share === null) return;
          expect(share).toBeLessThanOrEqual(period === 0 ? size : (shares[period - 1] ?? 0));
          expect(share).toBeGreaterThanOrEqual(on.cohorts[cohort]?.counts[period] ?? 0);
        });
      });
    }),
  ));

test("edges that are hidden are counted: a limit loses no transition", () =>
  fc.assert(
    fc.property(arbitraryPaths, arbitraryHistory, context, (query, history, at) => {
      const transitions = (limit: number) => {
        const answer = pathsAnswerSchema.parse(pathsAnswer({ ...query, limit }, history, at));
        return answer.edges.reduce((sum, edge) => sum + edge.count, answer.left);
      };
      expect(transitions(1)).toBe(transitions(500));
    }),
  ));

test("totals of a breakdown add up to the total", () =>
  fc.assert(
    fc.property(arbitraryTrends, arbitraryHistory, context, (drawn, history, at) => {
      const series = drawn.series.slice(0, 1).map((one) => ({ ...one, measure: { kind: "total" as const } }));
      const query = { ...drawn, series, formula: undefined };
      const [whole] = trendsAnswer({ ...query, breakdown: undefined }, history, at).series;
      const answer = trendsAnswer({ ...query, breakdown: { property: "event.plan", limit: 1 } }, history, at);
      trendsAnswerSchema.parse(answer);
      whole?.points.forEach((point, index) => {
        expect(answer.series.reduce((sum, one) => sum + (one.points[index]?.value ?? 0), 0)).toBe(point.value ?? 0);
      });
    }),
  ));
