import { accountPeople, ProductError, type Predicate } from "@throughline/contract";
import { leavesOf, segmentsNamedBy } from "@throughline/domain";
import { sql } from "kysely";
import { z } from "zod";
import { compileAccountCondition, createQueryContext, segmentMembers, type Parameters, type QueryDeps } from "../insights/index.ts";

/** How many accounts a predicate of accounts holds for, as the timeline store knows it. */
export async function previewAccounts(deps: QueryDeps, workspaceId: string, predicate: Predicate): Promise<{ people: number; of: number }> {
  // A query whose `where` names the same properties and segments of people brings what compiling takes: their types, limits.
  const named = leavesOf(predicate).flatMap((leaf): Predicate[] => {
    if ("property" in leaf) return leaf.property === accountPeople ? [] : [leaf];
    if ("peopleIn" in leaf) return [{ segment: leaf.peopleIn }];
    if ("did" in leaf) return leaf.where ? [leaf.where] : [];
    return "sequence" in leaf ? leaf.sequence.flatMap((step) => (typeof step === "string" ? [] : (step.where ?? []))) : [];
  });
  const context = await createQueryContext(deps, workspaceId, {
    kind: "trends",
    range: { last: { value: 1, unit: "day" } },
    interval: "day",
    series: [{ event: null, measure: { kind: "people" } }],
    where: { any: named },
  });
  const parameters = context.createParameters();
  const segment = await accountSegments(deps, workspaceId, segmentsNamedBy(predicate));
  const stages = leavesOf(predicate).flatMap((leaf) => ("stage" in leaf ? [leaf.stage] : []));
  const stage = stages.length > 0 && deps.stages ? await deps.stages(workspaceId, stages, "account") : cannotAskStages;
  const predicates = { ...context.predicates, accounts: { segment, stage } };
  const [row] = await context.ask({
    query: `SELECT countIf(${compileAccountCondition(predicate, "account_id", parameters, predicates)}) AS accounts, count() AS of
      FROM account_state FINAL WHERE workspace_id = ${parameters.workspace}`,
    parameters,
    schema: z.object({ accounts: z.coerce.number(), of: z.coerce.number() }),
  });
  return { people: row?.accounts ?? 0, of: row?.of ?? 0 };
}

const cannotAskStages = (): never => {
  throw new ProductError("invalid_input", "Journeys cannot be asked here.", {
    issues: [{ field: "predicate", message: "cannot ask for stages here", accepted: "another condition" }],
  });
};

async function accountSegments(
  { db }: Pick<QueryDeps, "db">,
  workspaceId: string,
  keys: readonly string[],
): Promise<(key: string, parameters: Parameters) => string> {
  const { rows } = await sql<{ id: string; key: string }>`
    SELECT id, key FROM segment WHERE workspace_id = ${workspaceId} AND of = 'account' AND key = ANY(${keys}::text[])`.execute(db);
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return (key, parameters) => {
    const id = ids.get(key);
    if (id !== undefined) return segmentMembers(id, parameters);
    const message = `There is no segment ${JSON.stringify(key)} of accounts.`;
    throw new ProductError("invalid_input", message, {
      issues: [{ field: "predicate", message, accepted: "the key of a segment of accounts" }],
    });
  };
}
