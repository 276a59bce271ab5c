import { matchesOf, mostKept, type Matches } from "@throughline/domain";
import type { SegmentOf } from "@throughline/contract";
import { z } from "zod";
import { compileEventMatch, type QueryContext } from "../insights/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { ConditionToRead } from "./live-segments.store.ts";

/** Of a profile (and the account in whose name it acted, "0" for none) the matches of each condition, as pairs of time and id. */
const row = z.object({
  profile: z.string(),
  account: z.string(),
  found: z.array(z.array(z.tuple([z.coerce.number(), z.coerce.number()]))),
});
const conditionsAtOnce = 12;

/** Profile ids are hashes of 63 bits, so that equal parts of their range hold about as many of them. */
const idsInAll = 2n ** 63n;

export type ReadMatches = { profileId: string; accountId: string; condition: ConditionToRead; matches: Matches };
type Part = { of: SegmentOf; part: number; parts: number };

/**
 * What was done before conditions were registered: their matches by profile (and account, for segments of accounts), of one of `parts` equal parts of all profile ids, as the timeline store has them. Of each profile the
 * latest (or, of a count without a time, the first) that are ever kept. The store is read once for a dozen conditions.
 */
export async function readMatches(context: QueryContext, conditions: readonly ConditionToRead[], part: Part): Promise<ReadMatches[]> {
  const found: ReadMatches[] = [];
  for (let from = 0; from < conditions.length; from += conditionsAtOnce)
    for await (const one of readSome(context, conditions.slice(from, from + conditionsAtOnce), part)) found.push(one);
  return found;
}

async function* readSome(
  context: QueryContext,
  conditions: readonly ConditionToRead[],
  { of, part, parts }: Part,
): AsyncGenerator<ReadMatches> {
  const parameters = context.createParameters();
  const from = (idsInAll * BigInt(part)) / BigInt(parts);
  const to = (idsInAll * BigInt(part + 1)) / BigInt(parts) - 1n;
  const asked = conditions.map(({ match, needs }) => {
    const isTimed = !needs.every && needs.first === 0;
    // An hour more than is asked for: clocks differ.
    const since = isTimed
      ? ` AND at >= fromUnixTimestamp64Milli(${parameters.add(Math.max(0, context.nowMs - needs.withinMs - 3_600_000), "Int64")}, 'UTC')`
      : "";
    return { isTimed, holds: `(${compileEventMatch(match, parameters, context.predicates)}${since})` };
  });
  const gathered = asked.map(({ isTimed, holds }, index) => {
    const at = `${isTimed ? "-" : ""}toUnixTimestamp64Milli(at)`;
    return `groupArraySortedIf(${2 * mostKept})((${at}, ${matchId}), ${holds}) AS c${index}`;
  });
  const lists = asked.map(({ isTimed }, index) => `arrayMap(m -> (toString(${isTimed ? "-" : ""}m.1), toString(m.2)), c${index})`);
  const doer = of === "account" ? "profile_id, account_id" : "profile_id";
  const rows = await context.ask({
    query: `SELECT toString(profile_id) AS profile, ${of === "account" ? "toString(account_id)" : "'0'"} AS account, [${lists.join(", ")}] AS found FROM (
      SELECT ${doer}, ${gathered.join(", ")} FROM interaction_by_person
      WHERE workspace_id = ${parameters.workspace} AND profile_id BETWEEN ${parameters.add(from.toString(), "UInt64")} AND ${parameters.add(to.toString(), "UInt64")} AND NOT is_bot
        AND at >= fromUnixTimestamp64Milli(toInt64(0), 'UTC') AND NOT (source_id = '${ownSourceId}' AND name IN ('Segment Entered', 'Segment Left'))
        AND (${asked.map(({ holds }) => holds).join(" OR ")}) GROUP BY ${doer})`,
    parameters,
    schema: row,
  });
  for (const { profile, account, found } of rows)
    for (const [index, pairs] of found.entries())
      if (pairs.length > 0)
        yield { profileId: profile, accountId: account, condition: conditions[index] as ConditionToRead, matches: matchesOf(pairs) };
}

/** The bits of the interaction's id that `matchIdOf` of the domain takes. */
const matchId =
  "bitAnd(reinterpretAsUInt64(reverse(unhex(substring(replaceAll(toString(id), '-', ''), 1, 12)))), toUInt64(140737488355327))";
