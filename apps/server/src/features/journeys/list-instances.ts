import {
  accountIdOf,
  parsePersonId,
  personIdOf,
  ProductError,
  type Channel,
  type InstanceSummary,
  type JourneyDefinition,
  type PersonSummary,
} from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import { findSummaries } from "../people/index.ts";
import { endsOf, instanceRowSchema, instancesStatement, type InstanceRow } from "./instances-list-sql.ts";
import { subjectExpression } from "./instances-sql.ts";
import { expiredNodeNumber, failureNode, goalNode } from "./mark-sql.ts";
import { openJourney, type JourneyDeps, type RangeInput } from "./open-journey.ts";
import { channelName, nodeName, nodeNumber } from "./read-tallies.ts";

type ListInput = {
  key: string;
  stage?: string | undefined;
  outcome?: InstanceSummary["outcome"] | undefined;
  failure?: string | undefined;
  person?: string | undefined;
  cursor?: string | undefined;
  limit: number;
} & RangeInput;

/** A page of the instances that were under way in the range, the latest first. */
export async function listInstances(
  deps: JourneyDeps,
  access: Access,
  input: ListInput,
): Promise<{ items: InstanceSummary[]; next: string | null; total: number }> {
  requirePermission(access, "journeys:read");
  requirePermission(access, "people:read");
  const place = decodeCursor(input.cursor, z.tuple([z.number().int(), z.string().regex(/^\d{1,20}$/), z.number()]));
  const nowMs = place ? place[2] : deps.now();
  const { definition, context, periods, question } = await openJourney({ ...deps, now: () => nowMs }, access, input);
  const asked = question();
  if (input.person !== undefined) {
    const person = parsePersonId(input.person);
    if (person === null || definition.by === "account") throw unusable("person", "a person's id, of a journey by person");
    asked.subjects = `${subjectExpression(definition)} = ${asked.parameters.add(person, "UInt64")}`;
  }
  const filter = { ...periods.current, stage: stageOf(definition, input.stage), ends: endsAsked(definition, input) };
  const rows = await context.ask({
    query: instancesStatement(asked, filter, { after: place && [place[0], place[1]], limit: input.limit }),
    parameters: asked.parameters,
    schema: instanceRowSchema,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await summariesOf(deps, access.workspaceId, definition, page),
    next: rows.length > input.limit && last ? encodeCursor([last.started_ms, last.subject_id, nowMs]) : null,
    total: rows[0]?.total ?? 0,
  };
}

const unusable = (field: string, accepted: string): ProductError =>
  new ProductError("invalid_input", `${field} cannot be used here.`, { issues: [{ field, message: "cannot be used here", accepted }] });

function stageOf(definition: JourneyDefinition, stage: string | undefined): number | undefined {
  if (stage === undefined) return undefined;
  const found = nodeNumber(definition, stage);
  if (found === null || found >= goalNode) throw unusable("stage", ["$start", ...definition.stages.map((one) => one.key)].join(", "));
  return found;
}

function endsAsked(definition: JourneyDefinition, { outcome, failure }: ListInput): number[] | undefined {
  if (failure !== undefined) {
    const index = definition.failures.findIndex((one) => one.key === failure);
    if (index < 0) throw unusable("failure", definition.failures.map((one) => one.key).join(", ") || "none: the journey has no failures");
    return [failureNode(index)];
  }
  if (outcome === undefined) return undefined;
  const failures = definition.failures.map((_, index) => failureNode(index));
  return endsOf(outcome, failures, expiredNodeNumber);
}

/** Rows as they are shown, with the names of whom they are about. */
export async function summariesOf(
  { db }: Pick<JourneyDeps, "db">,
  workspaceId: string,
  definition: JourneyDefinition,
  rows: readonly InstanceRow[],
): Promise<InstanceSummary[]> {
  const people = await findSummaries(db, workspaceId, [...new Set(rows.map((row) => row.person_id))]);
  const accounts =
    definition.by === "account" ? await accountNames(db, workspaceId, [...new Set(rows.map((row) => row.subject_id))]) : new Map();
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.map((row) => toSummary(definition, row, byId.get(personIdOf(row.person_id)), accounts));
}

async function accountNames(db: JourneyDeps["db"], workspaceId: string, ids: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    SELECT id::text AS id, coalesce(name, key) AS name FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${[...ids]}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

function toSummary(
  definition: JourneyDefinition,
  row: InstanceRow,
  person: PersonSummary | undefined,
  accounts: ReadonlyMap<string, string | null>,
): InstanceSummary {
  const path = row.nodes.map((node) => nodeName(definition, node));
  const isAccount = definition.by === "account";
  const failure = definition.failures[row.end - failureNode(0)];
  return {
    id: `${isAccount ? accountIdOf(row.subject_id) : personIdOf(row.subject_id)}-${row.started_ms}`,
    person: person ? { id: person.id, name: person.name, email: person.email } : null,
    account: isAccount ? { id: accountIdOf(row.subject_id), name: accounts.get(row.subject_id) ?? null } : null,
    startedAt: new Date(row.started_ms).toISOString(),
    endedAt: row.end === 0 ? null : new Date(row.ended_ms).toISOString(),
    lastAt: new Date(row.last_ms).toISOString(),
    outcome: row.end === 0 ? "open" : row.end === goalNode ? "completed" : row.end === expiredNodeNumber ? "expired" : "failed",
    failure: row.end >= failureNode(0) && failure ? failure.key : null,
    stage: path.at(-1) as string,
    path,
    interactions: row.interactions,
    contacts: row.contacts,
    switches: row.switches,
    repeats: row.repeats,
    friction: row.friction,
    revenue: definition.revenue ? row.revenue : null,
    channels: row.channels.map((channel) => channelName(channel) as Channel),
  };
}
