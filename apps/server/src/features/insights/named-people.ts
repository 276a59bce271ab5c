import { ProductError, type Predicate, type SegmentOf } from "@throughline/contract";
import { scoreKinds, scoringEvents } from "@throughline/domain";
import type { Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { personExpression } from "../timeline/index.ts";
import type { NamedPeople, Parameters } from "./predicate-sql/index.ts";

/** Who is at a stage of a journey: a subquery of ids of people, or of accounts (of journeys by account). Made for the stages that a query names; throws `invalid_input` for one that is not there. */
export type StageResolver = (
  workspaceId: string,
  stages: readonly { journey: string; stage: string }[],
  of?: SegmentOf,
) => Promise<(stage: { journey: string; stage: string }, parameters: Parameters) => string>;

const refuse = (message: string, accepted: string): ProductError =>
  new ProductError("invalid_input", message, { issues: [{ field: "where", message, accepted }] });

/** Members of a segment: people, as whom a profile belongs to now, or accounts. */
export const segmentMembers = (segmentId: string, parameters: Parameters): string =>
  `SELECT dictGetOrDefault('person_of', 'person_id', profile_id, profile_id) AS person_id FROM segment_member FINAL WHERE workspace_id = ${parameters.workspace} AND segment_id = ${parameters.add(segmentId, "UUID")}`;

/** The sets of people that these conditions name. */
export async function resolveNamedPeople(
  deps: { db: Kysely<Database>; stages?: StageResolver | undefined },
  workspaceId: string,
  parts: readonly Predicate[],
): Promise<NamedPeople> {
  const keys = [...new Set(parts.flatMap((part) => ("segment" in part ? [part.segment] : [])))];
  const segments = new Map(
    keys.length === 0
      ? []
      : (
          await deps.db
            .selectFrom("segment")
            .select(["id", "key"])
            .where("workspace_id", "=", workspaceId)
            .where("of", "=", "person")
            .where("key", "in", keys)
            .execute()
        ).map(({ id, key }) => [key, id]),
  );
  const stages = parts.flatMap((part) => ("stage" in part ? [part.stage] : []));
  const stage = stages.length > 0 && deps.stages ? await deps.stages(workspaceId, stages) : null;
  return {
    segment(key, parameters) {
      const id = segments.get(key);
      if (id === undefined) throw refuse(`There is no segment ${JSON.stringify(key)} of people.`, "the key of a segment of people");
      return segmentMembers(id, parameters);
    },
    stage(asked, parameters) {
      if (!stage) throw refuse("Journeys cannot be asked here.", "another condition");
      return stage(asked, parameters);
    },
    score(asked, parameters) {
      if (!scoreKinds.some((kind) => kind === asked.score))
        throw refuse(`There is no score ${JSON.stringify(asked.score)}.`, scoreKinds.join(", "));
      return scoredPeople(asked, parameters);
    },
  };
}

const comparisons = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
/** Only numbers are scores, as `signalsOf` of the domain has it. */
const numberAt = (path: string): string =>
  `if(dynamicType(${path}) IN ('Int64', 'UInt64', 'Float64'), accurateCastOrNull(${path}, 'Float64'), NULL)`;

/** People whose latest score of a kind compares so. */
function scoredPeople(
  { score, op, value }: { score: string; op: keyof typeof comparisons; value: number },
  parameters: Parameters,
): string {
  const answered = `(name = 'Survey Answered' AND properties.\`kind\`.:String = ${parameters.add(score, "String")})`;
  const given = `if(${answered}, ${numberAt("properties.`score`")}, ${score === "review" ? `if(name = 'Review Posted', ${numberAt("properties.`rating`")}, NULL)` : "NULL"})`;
  return `SELECT person_id FROM (
    SELECT ${personExpression} AS person_id, argMax(assumeNotNull(${given}), (at, id)) AS latest FROM interaction
    WHERE workspace_id = ${parameters.workspace} AND kind = 'track' AND name IN ${parameters.add(scoringEvents, "Array(String)")} AND (${given}) IS NOT NULL GROUP BY person_id)
    WHERE latest ${comparisons[op]} ${parameters.add(value, "Float64")}`;
}
