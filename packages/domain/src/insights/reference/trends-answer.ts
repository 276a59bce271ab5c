import type { Measure, TrendsAnswer, TrendsQuery } from "@throughline/contract";
import { accountOf, decimalOf, propertyValues } from "../../predicates/index.ts";
import { parseFormula } from "../formula.ts";
import { bucketsOf, previousSpan, resolveRange, type Bucket, type Span } from "../intervals.ts";
import { mean, quantile } from "../statistics/index.ts";
import { hasBegun, matching } from "./activity.ts";
import {
  breakdownReader,
  eventLabel,
  liesIn,
  lookAt,
  otherGroup,
  rankGroups,
  type History,
  type ReferenceContext,
  type Seen,
} from "./seen.ts";

type Series = TrendsAnswer["series"];
/** A group of a breakdown: which interactions are in it. Without a breakdown there is one, of all, that has no value. */
type Group = { value?: string | null; holds: (seen: Seen) => boolean };

/** The answer to a trends query. Throws RangeError for a formula that cannot be read. */
export function trendsAnswer(query: TrendsQuery, history: History, context: ReferenceContext): TrendsAnswer {
  const span = resolveRange(query.range, context);
  const looked = lookAt(history, query.where, context.nowMs);
  const ofSeries = query.series.map((series) => matching(looked, series, context.nowMs));
  const groups = groupsOf(query, ofSeries.flat().filter(liesIn(span)));
  const answerFor = (part: Span): Series => {
    const parts = seriesOver(part, query, ofSeries, groups, context);
    return query.formula === undefined ? parts.flat() : formulaSeries(query.formula, parts);
  };
  const answer: TrendsAnswer = { kind: "trends", series: answerFor(span) };
  if (query.compare === "previous") answer.previous = answerFor(previousSpan(span, query.interval, context.timezone));
  return answer;
}

function groupsOf({ breakdown }: TrendsQuery, seen: readonly Seen[]): Group[] {
  if (breakdown === undefined) return [{ holds: () => true }];
  const read = breakdownReader(breakdown.property);
  const sizes = new Map<string | null, number>();
  for (const one of seen) sizes.set(read(one), (sizes.get(read(one)) ?? 0) + 1);
  const { shown, hasOther } = rankGroups(sizes, breakdown.limit);
  const groups: Group[] = shown.map((value) => ({ value, holds: (one) => read(one) === value }));
  return hasOther ? [...groups, { value: otherGroup, holds: (one) => !shown.includes(read(one)) }] : groups;
}

/** For each series, its figures group by group. */
function seriesOver(span: Span, query: TrendsQuery, ofSeries: Seen[][], groups: Group[], { timezone, nowMs }: ReferenceContext): Series[] {
  const buckets = bucketsOf(span, query.interval, timezone);
  return query.series.map((series, index) =>
    groups.map((group) => {
      const own = (ofSeries[index] ?? []).filter(liesIn(span)).filter(group.holds);
      const valueIn = (bucket: Bucket) =>
        hasBegun(bucket, nowMs) ? measure(series.measure, own.filter(liesIn({ fromMs: bucket.startMs, toMs: bucket.endMs }))) : null;
      return {
        label: series.label ?? eventLabel(series.event),
        series: index,
        ...("value" in group ? { breakdown: group.value } : {}),
        points: buckets.map((bucket) => ({ at: bucket.at, value: valueIn(bucket) })),
      };
    }),
  );
}

function formulaSeries(text: string, parts: Series[]): Series {
  const parsed = parseFormula(text, parts.length);
  if ("issue" in parsed) throw new RangeError(parsed.issue.message);
  return (parts[0] ?? []).map((first, group) => ({
    ...first,
    label: text,
    series: null,
    points: first.points.map(({ at }, point) => ({
      at,
      value: parsed.formula.evaluate(parts.map((part) => part[group]?.points[point]?.value)),
    })),
  }));
}

const quantileLevels = { p50: 0.5, p90: 0.9, p99: 0.99 } as const;

/** One figure over interactions. */
function measure(asked: Measure, seen: readonly Seen[]): number | null {
  const different = (read: (one: Seen) => string | null | undefined) => new Set(seen.map(read).filter(Boolean)).size;
  const people = different(({ person }) => person.id);
  if (!("property" in asked)) {
    switch (asked.kind) {
      case "total":
        return seen.length;
      case "people":
        return people;
      case "accounts":
        return different(({ interaction, person }) => accountOf(interaction, person)?.key);
      case "sessions":
        return different(({ interaction }) => interaction.sessionId);
      case "perPerson":
        return people === 0 ? null : seen.length / people;
    }
  }
  const values = propertyValues(asked.property);
  const numbers = seen
    .flatMap((one) => values(one))
    .map(decimalOf)
    .filter((number) => number !== null);
  switch (asked.kind) {
    case "sum":
      return numbers.reduce((sum, number) => sum + number, 0);
    case "avg":
      return mean(numbers);
    case "min":
      return numbers.length === 0 ? null : Math.min(...numbers);
    case "max":
      return numbers.length === 0 ? null : Math.max(...numbers);
    default:
      return quantile(numbers, quantileLevels[asked.kind]);
  }
}
