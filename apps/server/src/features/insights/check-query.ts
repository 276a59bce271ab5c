import { checkPredicate, ProductError, type FieldIssue, type Predicate, type Query } from "@throughline/contract";
import { bucketsOf, patternIssue, type Span } from "@throughline/domain";

const mostIntervals = 1_000;
/** Points of a chart: intervals × groups × series. */
const mostPoints = 50_000;

/** Every predicate of a query with the field that it stands in. */
function predicatesOf(query: Query): [field: string, predicate: Predicate][] {
  const found: [string, Predicate | undefined][] = [["where", query.where]];
  if (query.kind === "trends") query.series.forEach((series, index) => found.push([`series[${index}].where`, series.where]));
  if (query.kind === "funnel") {
    query.steps.forEach((step, index) => found.push([`steps[${index}].where`, step.where]));
    query.exclude.forEach((excluded, index) => found.push([`exclude[${index}].where`, excluded.where]));
  }
  if (query.kind === "retention") found.push(["start.where", query.start.where], ["return.where", query.return.where]);
  return found.filter((entry): entry is [string, Predicate] => entry[1] !== undefined);
}

/** All parts of a predicate, with those inside a `did` or `sequence`. */
export function* partsOf(predicate: Predicate): Generator<Predicate> {
  yield predicate;
  const inner: (Predicate | undefined)[] =
    "all" in predicate
      ? predicate.all
      : "any" in predicate
        ? predicate.any
        : "not" in predicate
          ? [predicate.not]
          : "did" in predicate
            ? [predicate.where]
            : "sequence" in predicate
              ? predicate.sequence.map((step) => (typeof step === "string" ? undefined : step.where))
              : [];
  for (const part of inner) if (part) yield* partsOf(part);
}

/** Every part of every predicate of a query. */
export const allPartsOf = (query: Query): Predicate[] => predicatesOf(query).flatMap(([, predicate]) => [...partsOf(predicate)]);

function patternIssues(query: Query): FieldIssue[] {
  const patterns: [string, string][] = predicatesOf(query).flatMap(([field, predicate]) =>
    [...partsOf(predicate)].flatMap((part): [string, string][] =>
      "property" in part && part.op === "matches" ? [[field, part.value]] : [],
    ),
  );
  if (query.kind === "paths") query.clean.forEach((rule, index) => patterns.push([`clean[${index}].match`, rule.match]));
  return patterns.flatMap(([field, pattern]) => {
    const issue = patternIssue(pattern);
    return issue === null ? [] : [{ field, message: `has a pattern that cannot be read: ${issue}`, accepted: "RE2 syntax" }];
  });
}

function intervalIssues(query: Query, span: Span, timezone: string): FieldIssue[] {
  const interval = query.kind === "retention" ? query.period : "interval" in query ? query.interval : null;
  if (interval === null) return [];
  // Counted without being made: hours of a century are many.
  const roughly = (span.toMs - span.fromMs) / { hour: 3_600_000, day: 86_400_000, week: 604_800_000, month: 2_500_000_000 }[interval];
  const count = roughly > 2 * mostIntervals ? Math.round(roughly) : bucketsOf(span, interval, timezone).length;
  if (count > mostIntervals)
    return [
      { field: "range", message: `has ${count} intervals`, accepted: `at most ${mostIntervals}: a shorter range or a larger interval` },
    ];
  if (query.kind === "trends" && count * (query.breakdown?.limit ?? 1) * query.series.length > mostPoints)
    return [{ field: "breakdown.limit", message: "gives too many points", accepted: `at most ${mostPoints} over all series and groups` }];
  return [];
}

/**
 * What a schema cannot see: predicates that are too deep or too large, patterns that are none, too many intervals, a range that ends before it begins.
 * @throws ProductError `invalid_input` with everything that is wrong.
 */
export function checkQuery(query: Query, span: Span, timezone: string): void {
  const issues = [
    ...predicatesOf(query).flatMap(([field, predicate]) => checkPredicate(predicate, "event", field)),
    ...patternIssues(query),
    ...(span.toMs < span.fromMs ? [{ field: "range", message: "ends before it begins", accepted: "from before to" }] : []),
    ...intervalIssues(query, span, timezone),
  ];
  if (issues.length > 0)
    throw new ProductError("invalid_input", `The query cannot be answered: ${issues[0]?.field} ${issues[0]?.message}.`, { issues });
}
