import type { Predicate, Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takeBreakdown, takeRanking } from "./read-breakdown.ts";
import { takeCompare } from "./read-compare.ts";
import { ofType } from "./read-filters.ts";
import { composeTerm } from "./compose-term.ts";
import { takeMeasure } from "./read-measure.ts";
import { takeInterval } from "./read-units.ts";
import type { Reading } from "./reading.ts";
import { wordsOfPath } from "./vocabulary.ts";

/** Anything that is counted or computed over time: what no other kind of query has claimed. */
export function composeTrends(parts: Parts, range: Range): Composed {
  const { reading, mentions, compared, where, range: said } = parts;
  const comparison = takeCompare(reading, range);
  if ("reason" in comparison) return comparison;
  const activity = reading.take(/(daily|weekly|monthly|hourly) active (?:users|people|accounts|customers|companies)|dau|wau|mau/);
  if (activity) {
    if (mentions.length > 0) return { reason: "Active means any event; ask for the people who did the one." };
    const interval = ({ dau: "day", wau: "week", mau: "month", daily: "day", weekly: "week", monthly: "month", hourly: "hour" } as const)[
      (activity[1] ?? activity[0]).toLowerCase() as "dau"
    ];
    const kind = /accounts|companies/.test(activity[0]) ? ("accounts" as const) : ("people" as const);
    const breakdown = takeBreakdown(reading, parts) ?? (compared ? { property: compared } : undefined);
    return {
      query: {
        kind: "trends",
        range,
        interval,
        series: [{ event: null, measure: { kind } }],
        ...(breakdown ? { breakdown } : {}),
        ...comparison,
        ...withWhere(where),
      },
    };
  }
  if (parts.term && parts.term.kind !== "steps") return composeTerm(parts, parts.term, range, comparison);
  const perSession = reading.take(/per (session|visit|account|company)(?= |$)/);
  const ranking = takeRanking(reading);
  const ranked = ranking && takeBreakdown(reading, parts, ranking);
  if (ranking && !ranked) return { reason: "Say by what the first are to be told apart: a property of the catalogue, or accounts." };
  const measure = takeMeasure(reading, parts, ranking !== null);
  const interval = takeInterval(reading);
  const breakdown = ranked ?? takeBreakdown(reading, parts) ?? (compared ? { property: compared } : undefined);
  const ratio = mentions.length === 2 && reading.take(/ratio(?: of| between)?|per|divided by|relative to/) !== null;
  if (perSession && mentions.length > 1) return { reason: "Ask for one figure per session or account at a time." };
  const negated = takeNegatedMentions(reading, mentions);
  const counted = mentions.filter((mention) => !negated.includes(mention));
  if (counted.length > 1 || compared) reading.take(/compare|comparison of/);
  if (counted.length > 1) reading.take(/vs|versus|compared to|compared with|against|and/);
  const lone = counted.length === 0;
  if (lone && negated.length > 0 && said && !reading.words.some(({ text }) => text === "never"))
    return { reason: "Who did not do something within a time is not a figure over that time. Ask who never did, or who did." };
  const active = lone ? reading.take(/active|activity|anything/) : null;
  if (lone && !active && measure.kind.kind === "total" && where.length === 0 && !said && !breakdown)
    return { reason: "I found nothing in the question that customers do. Name an event of the catalogue." };
  if (lone && !active && !measure.noun) return { reason: "Say what is to be counted: an event of the catalogue, or active people." };
  if (counted.length > 1 && /^(?:who|that)$/.test(reading.words[(counted[0]?.from ?? 0) - 1]?.text ?? ""))
    return { reason: "Say how these belong together: as steps (“from … to …”), or side by side (“… and …”), without “who”." };
  if (measure.kind.kind === "total" && !breakdown && /^what (?:did|do|does) /.test(reading.words.map(({ text }) => text).join(" ")))
    return { reason: "Say what is to be counted (“how many …”), or by which property (“… by plan”)." };
  if (measure.kind.kind === "total" && !reading.has(/often|times|events?/)) {
    const quantity = counted.map((mention) => quantityOf(parts, mention)).find((path) => path !== null);
    if (quantity) return { reason: `Ask how often it happened (“how often”), or for the sum of ${quantity}.` };
  }
  if (counted.length > 5) return { reason: "At most five events at a time." };
  const filters = [...where, ...negated.map(({ thing }): Predicate => ({ not: { did: thing.name } }))];
  const series = (lone ? [null] : counted.map(({ thing }) => thing.name)).map((event) => ({ event, measure: measure.kind }));
  const shared = {
    kind: "trends" as const,
    range,
    ...(interval ? { interval } : {}),
    ...(breakdown ? { breakdown } : {}),
    ...comparison,
    ...withWhere(filters),
  };
  if (perSession) {
    const kind = /account|company/.test(perSession[1] as string) ? ("accounts" as const) : ("sessions" as const);
    return {
      query: {
        ...shared,
        series: [
          { event: counted[0]?.thing.name ?? null, measure: { kind: "total" } },
          { event: null, measure: { kind } },
        ],
        formula: "A / B",
      },
    };
  }
  return { query: { ...shared, series, ...(ratio ? { formula: "A / B" } : {}) } };
}

/** "Seats Added" speaks of several, and carries how many: a number of seats is not how often some were added. */
function quantityOf({ groups }: Parts, { thing }: Parts["mentions"][number]): string | null {
  const plurals = thing.name.split(" ").flatMap((word) => (/[^s]s$/.test(word) ? [word.toLowerCase()] : []));
  const numbers = ofType(groups, "number").flatMap(({ properties }) => properties);
  return numbers.find(({ path, events }) => plurals.includes(wordsOfPath(path)) && events?.includes(thing.name))?.path ?? null;
}

/** "but never exported", "who did not pay": events that must be missing. */
function takeNegatedMentions(reading: Reading, mentions: Parts["mentions"]): Parts["mentions"] {
  return mentions.filter(({ from }) => {
    for (let at = from - 1; at >= Math.max(0, from - 2); at--) {
      if (!/^(?:never|not|without|no|haven't|didn't|hasn't)$/.test(reading.words[at]?.text ?? "") || reading.isTaken(at)) continue;
      reading.takeWords(at, 1);
      if (reading.words[at - 1]?.text === "but") reading.takeWords(at - 1, 1);
      reading.take(/but/);
      return true;
    }
    return false;
  });
}
