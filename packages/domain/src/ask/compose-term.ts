import type { Predicate, QueryInput, Range } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { withWhere, type Composed } from "./composed.ts";
import { takeBreakdown, takeRanking } from "./read-breakdown.ts";
import type { Term } from "./read-terms.ts";
import { takeInterval, takeNouns } from "./read-units.ts";
import { wordsOfPath } from "./vocabulary.ts";

type Trends = Extract<QueryInput, { kind: "trends" }>;

/** The figure that a word of business stands for, over time. */
export function composeTerm(
  parts: Parts,
  term: Exclude<Term, { kind: "steps" }>,
  range: Range,
  comparison: { compare?: "previous" },
): Composed {
  const { reading, mentions, compared } = parts;
  const where = inMoney(term, parts.where);
  const [event, another] = mentions.map(({ thing }) => thing.name);
  if (event === undefined || another !== undefined) return { reason: `Ask for “${term.said}” alone: it is ${term.means}.` };
  const ranking = takeRanking(reading);
  const asked =
    (ranking && takeBreakdown(reading, parts, ranking)) ?? takeBreakdown(reading, parts) ?? (compared ? { property: compared } : undefined);
  if (ranking && !asked) return { reason: "Say by what the first are to be told apart: a property of the catalogue, or accounts." };
  if (reading.has(/(?:per|for each|each|every) (?:person|user|customer|account|company|session|visit|seat)/))
    return { reason: `“${term.said}” is one figure; who it is divided by could be meant in several ways.` };
  const interval = takeInterval(reading);
  takeNouns(reading);
  const breakdown = term.kind === "money" ? byCurrency(term, asked, where) : asked;
  if (breakdown && "reason" in breakdown) return breakdown;
  return {
    query: {
      kind: "trends",
      range,
      ...(interval ? { interval } : {}),
      ...figureOf(term, event),
      ...(breakdown ? { breakdown } : {}),
      ...comparison,
      ...withWhere(term.kind === "money" ? where : [term.survey, ...where]),
    },
  };
}

/** "revenue of accounts in EUR" is that in EUR, not that of accounts which pay in it. */
const inMoney = (term: Term, where: readonly Predicate[]): Predicate[] =>
  where.map((one) => {
    const path = term.kind === "money" ? term.currency?.path : undefined;
    return path !== undefined && "property" in one && wordsOfPath(one.property) === "currency" ? { ...one, property: path } : one;
  });

function figureOf(term: Exclude<Term, { kind: "steps" }>, event: string): Pick<Trends, "series" | "formula"> {
  const { property } = term;
  if (term.kind === "money") return { series: [{ event, measure: { kind: "sum", property } }] };
  if (term.kind === "score") return { series: [{ event, measure: { kind: "avg", property } }] };
  // Net promoter score: the share of 9 and 10 less that of 0 to 6, of all answers, −100…100 (F. Reichheld, Harvard Business Review, December 2003).
  return {
    series: [
      { event, where: { property, op: "gte", value: 9 }, label: "Promoters" },
      { event, where: { property, op: "lte", value: 6 }, label: "Detractors" },
      { event, where: { property, op: "exists" }, label: "Answers" },
    ],
    formula: "(A - B) / C * 100",
  };
}

/** Amounts of several currencies do not add up: they stand side by side, unless one is asked for. */
function byCurrency(
  { currency, said }: Extract<Term, { kind: "money" }>,
  asked: Trends["breakdown"],
  where: readonly Predicate[],
): Trends["breakdown"] | { reason: string } {
  const isOne = where.some((one) => "property" in one && one.property === currency?.path && one.op === "eq");
  if (currency === null || isOne || asked?.property === currency.path) return asked;
  const [first = "", ...more] = currency.values ?? [];
  if (asked) {
    return {
      reason: `“${said}” comes in ${more.length + 1} currencies, which do not add up. Ask for one of them (“in ${first}”), or leave out “by ${wordsOfPath(asked.property)}”.`,
    };
  }
  return { property: currency.path };
}
