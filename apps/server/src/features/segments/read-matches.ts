import { matchesOf, mostKept, type Matches } from "@throughline/domain";
import { z } from "zod";
import { compileEventMatch, type QueryContext } from "../insights/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { ConditionToRead } from "./live-segments.store.ts";

const row = z.object({ profile: z.string(), at: z.array(z.string()), ids: z.array(z.coerce.number()) });

/** Profile ids are hashes of 63 bits, so that equal parts of their range hold about as many of them. */
const idsInAll = 2n ** 63n;

/**
 * What was done before a condition was registered: its matches by profile, of one of `parts` equal parts of all profile ids, as the timeline store has them. Of each profile the
 * latest (or, of a count without a time, the first) that are ever kept.
 */
export async function readMatches(
  context: QueryContext,
  conditions: readonly ConditionToRead[],
  { part, parts }: { part: number; parts: number },
): Promise<{ profileId: string; condition: ConditionToRead; matches: Matches }[]> {
  const found: { profileId: string; condition: ConditionToRead; matches: Matches }[] = [];
  const from = (idsInAll * BigInt(part)) / BigInt(parts);
  const to = (idsInAll * BigInt(part + 1)) / BigInt(parts) - 1n;
  for (const condition of conditions) {
    const parameters = context.createParameters();
    const { needs } = condition;
    const isTimed = !needs.every && needs.first === 0;
    // An hour more than is asked for: clocks differ.
    const since = isTimed
      ? ` AND at >= fromUnixTimestamp64Milli(${parameters.add(Math.max(0, context.nowMs - needs.withinMs - 3_600_000), "Int64")}, 'UTC')`
      : "";
    const match = compileEventMatch(condition.match, parameters, context.predicates);
    const rows = await context.ask({
      query: `SELECT toString(profile_id) AS profile, arrayMap(m -> toString(${isTimed ? "-" : ""}m.1), matches) AS at, arrayMap(m -> toString(m.2), matches) AS ids FROM (
        SELECT profile_id, groupArraySorted(${2 * mostKept})((${isTimed ? "-" : ""}toUnixTimestamp64Milli(at), ${matchId})) AS matches FROM interaction_by_person
        WHERE workspace_id = ${parameters.workspace} AND profile_id BETWEEN ${parameters.add(from.toString(), "UInt64")} AND ${parameters.add(to.toString(), "UInt64")} AND NOT is_bot
          AND NOT (source_id = '${ownSourceId}' AND name IN ('Segment Entered', 'Segment Left'))${since} AND ${match} GROUP BY profile_id)`,
      parameters,
      schema: row,
    });
    for (const one of rows)
      found.push({
        profileId: one.profile,
        condition,
        matches: matchesOf(one.at.map((at, place): [number, number] => [Number(at), one.ids[place] as number])),
      });
  }
  return found;
}

/** The bits of the interaction's id that `matchIdOf` of the domain takes. */
const matchId =
  "bitAnd(reinterpretAsUInt64(reverse(unhex(substring(replaceAll(toString(id), '-', ''), 1, 12)))), toUInt64(140737488355327))";
