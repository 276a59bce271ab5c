import { addIntervals, bucketsOf, startOfInterval, type Bucket } from "@throughline/domain";
import type { RetentionAnswer, RetentionQuery } from "@throughline/contract";
import { personExpression } from "../timeline/index.ts";
import { z } from "zod";
import { intervalNumbers, momentSql } from "./intervals-sql.ts";
import { lookedAt } from "./looked-at.ts";
import { compileEventMatch, type Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";

const row = z.object({ cohort: z.coerce.number(), period: z.coerce.number(), people: z.coerce.number() });

function parts(query: RetentionQuery, { fromMs, toMs, timezone }: QueryContext) {
  const buckets = bucketsOf({ fromMs, toMs }, query.period, timezone);
  return { buckets, numbers: intervalNumbers(query.period, timezone, buckets[0]?.startMs ?? fromMs) };
}

/** When the k-th period after one begins, ms. */
const periodAfter = ({ startMs }: Bucket, count: number, { period }: RetentionQuery, timezone: string): number =>
  startOfInterval(addIntervals(startMs, count, period, timezone), period, timezone);

/** What is read of a person: rows of `person`, `number` (of the period), `is_start` and `is_return`. */
type Read = { rows: string; low: string; high: string; periods: string };

/** Before the first cohort only starts are read (for who was there before), and of the last no more than what can count. Null where the range has no period. */
function readRows(query: RetentionQuery, parameters: Parameters, context: QueryContext): Read | null {
  const { buckets, numbers } = parts(query, context);
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return null;
  const starts = compileEventMatch(query.start, parameters, context.predicates);
  const returns = compileEventMatch(query.return, parameters, context.predicates);
  const endMs = query.criterion === "on" ? periodAfter(last, query.periods + 1, query, context.timezone) : undefined;
  const fromFirst = `at >= ${momentSql(first.startMs, parameters)}`;
  const isStart = query.cohort === "first" ? starts : `(${starts} AND ${fromFirst})`;
  const looked = lookedAt(
    { where: query.where, fromMs: query.cohort === "first" ? undefined : first.startMs, toMs: endMs },
    parameters,
    context,
  );
  return {
    rows: `SELECT ${personExpression} AS person, ${numbers.sql(parameters)} AS number, ${isStart} AS is_start, (${returns} AND ${fromFirst}) AS is_return FROM interaction
      WHERE ${looked} AND (is_start OR is_return)`,
    low: parameters.add(numbers.of(first), "Int32"),
    high: parameters.add(numbers.of(last), "Int32"),
    periods: parameters.add(query.periods, "Int32"),
  };
}

/** Who is in which cohort and came back when: rows of `person`, `cohort` (its period's number) and `period` (0 is being in the cohort). */
function memberRows(query: RetentionQuery, parameters: Parameters, context: QueryContext): string {
  const read = readRows(query, parameters, context);
  if (!read) return "SELECT toUInt64(0) AS person, toInt32(0) AS cohort, toInt32(0) AS period WHERE false";
  const { rows, low, high, periods } = read;
  const cohorts =
    query.cohort === "first"
      ? `if(countIf(is_start) > 0 AND minIf(number, is_start) BETWEEN ${low} AND ${high}, [minIf(number, is_start)], [])`
      : `groupUniqArrayIf(number, is_start AND number <= ${high})`;
  const [back, offsets] =
    query.criterion === "on"
      ? ["groupUniqArrayIf(number, is_return)", `arrayFilter(k -> k BETWEEN 1 AND ${periods}, arrayMap(n -> n - cohort, back))`]
      : ["[maxIf(number, is_return)]", `range(1, toUInt32(greatest(0, least(back[1] - cohort, ${periods}))) + 1)`];
  const backOrNever = query.criterion === "on" ? back : `if(countIf(is_return) > 0, ${back}, [${low} - 1])`;
  return `SELECT person, cohort, arrayJoin(arrayConcat([toInt32(0)], arrayMap(k -> toInt32(k), ${offsets}))) AS period FROM (
    SELECT person, ${cohorts} AS cohorts, ${backOrNever} AS back FROM (${rows}) GROUP BY person HAVING notEmpty(cohorts)) ARRAY JOIN cohorts AS cohort`;
}

/** As many periods as fit, a bit each, into a number. */
const mostBits = 64;

/**
 * How many of each cohort came back when: `cohort`, `period`, `people`. Where all periods fit into a number, people are numbers of bits, and those who are alike are counted together before
 * their cohorts are taken apart.
 */
function countRows(query: RetentionQuery, parameters: Parameters, context: QueryContext): string {
  const read = readRows(query, parameters, context);
  if (!read || parts(query, context).buckets.length + query.periods > mostBits)
    return `SELECT cohort, period, count() AS people FROM (${memberRows(query, parameters, context)}) GROUP BY cohort, period`;
  const { rows, low, high, periods } = read;
  // Shifts are computed for rows too that do not count, and refuse what is too far; by a signed number they would give one.
  const within = (place: string) => `toUInt8(least(${mostBits - 1}, greatest(0, ${place})))`;
  const bitOf = (number: string) => `bitShiftLeft(toUInt64(1), ${within(`${number} - low`)})`;
  const cohorts =
    query.cohort === "first"
      ? `if(minIf(number, is_start) BETWEEN low AND ${high} AND countIf(is_start) > 0, ${bitOf("minIf(number, is_start)")}, 0)`
      : `groupBitOrIf(${bitOf("number")}, is_start AND number <= ${high})`;
  // To have come back in a period or later is to have come back in each one up to the last.
  const latest = within("maxIf(number, is_return) - low");
  const back =
    query.criterion === "on"
      ? `groupBitOrIf(${bitOf("number")}, is_return)`
      : `if(countIf(is_return) = 0, 0, bitShiftRight(bitNot(toUInt64(0)), toUInt8(${mostBits - 1} - ${latest})))`;
  const offsets = `arrayFilter(k -> k <= ${periods}, bitPositionsToArray(bitOr(bitShiftRight(back, cohort_bit), 1)))`;
  return `WITH ${low} AS low SELECT low + cohort_bit AS cohort, arrayJoin(${offsets}) AS period, sum(alike) AS people FROM (
    SELECT cohorts, back, count() AS alike FROM (SELECT ${cohorts} AS cohorts, ${back} AS back FROM (${rows}) GROUP BY person HAVING cohorts != 0) GROUP BY cohorts, back)
    ARRAY JOIN bitPositionsToArray(cohorts) AS cohort_bit GROUP BY cohort, period`;
}

/** The answer to a retention query (docs/insights.md). */
export async function answerRetention(context: QueryContext, query: RetentionQuery): Promise<RetentionAnswer> {
  const parameters = context.createParameters();
  const rows = await context.ask({
    query: countRows(query, parameters, context),
    parameters,
    schema: row,
  });
  const counts = new Map(rows.map(({ cohort, period, people }) => [`${cohort} ${period}`, people]));
  const { buckets, numbers } = parts(query, context);
  return {
    kind: "retention",
    cohorts: buckets.map((bucket) => {
      const countAt = (period: number) => counts.get(`${numbers.of(bucket)} ${period}`) ?? 0;
      const later = Array.from({ length: query.periods }, (_, index) =>
        periodAfter(bucket, index + 1, query, context.timezone) > context.nowMs ? null : countAt(index + 1),
      );
      return { at: bucket.at, size: countAt(0), counts: [countAt(0), ...later] };
    }),
  };
}

/** Those of a cohort who came back in (or after) a period: a subquery of `person`. */
export function retentionPeople(
  context: QueryContext,
  query: RetentionQuery,
  cell: { at: string; period: number },
  parameters: Parameters,
): string {
  const { buckets, numbers } = parts(query, context);
  const bucket = buckets.find(({ at }) => at === cell.at);
  const isCell = bucket
    ? `cohort = ${parameters.add(numbers.of(bucket), "Int32")} AND period = ${parameters.add(cell.period, "Int32")}`
    : "false";
  return `SELECT DISTINCT person FROM (${memberRows(query, parameters, context)}) WHERE ${isCell}`;
}
