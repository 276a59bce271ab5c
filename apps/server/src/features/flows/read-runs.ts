import {
  flowStepSchema,
  personIdOf,
  stepTitle,
  type FlowCounts,
  type FlowRun,
  type FlowRunDetails,
  type RunEvent,
  type RunState,
} from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { stretchesOf } from "../identity/index.ts";
import { firstUserId, idsOfPeopleFound, resolvePerson } from "../people/index.ts";
import { noSuchFlow, noSuchRun, type Db, type FlowsDeps } from "./flows-deps.ts";
import { readStepsOfRun } from "./steps-of-run.ts";

type Row = Omit<FlowRun, "flow" | "person" | "stepName" | "since" | "dueAt" | "enteredAt" | "goalAt" | "endedAt"> & {
  flowKey: string;
  flowName: string;
  personId: string;
  personName: string | null;
  userId: string | null;
  email: string | null;
  /** The step as the version of the run has it. */
  stepIs: unknown;
  since: Date;
  dueAt: Date | null;
  enteredAt: Date;
  goalAt: Date | null;
  endedAt: Date | null;
};

/** Whose a run is now: of a shared device, whose it was when they came in. */
const select = (from: RawBuilder<unknown>): RawBuilder<Row> => sql<Row>`
  SELECT r.id, f.key AS "flowKey", f.name AS "flowName", r.version, r.state, r.side, r.step, r.since, coalesce(r.due_at, r.held_due_at) AS "dueAt", date_trunc('milliseconds', r.entered_at) AS "enteredAt",
    r.entered_by AS "enteredBy", r.goal_at AS "goalAt", r.ended_at AS "endedAt", r.ended, r.variants, o.id AS "personId", p.name AS "personName", p.email, CASE WHEN p.id IS NOT NULL THEN ${firstUserId} END AS "userId",
    (SELECT v.definition->'steps'->r.step FROM flow_version v WHERE v.flow_id = r.flow_id AND v.version = r.version) AS "stepIs"
  FROM ${from} JOIN flow f ON f.id = r.flow_id
  CROSS JOIN LATERAL (SELECT coalesce((SELECT v.person_id FROM person_override v WHERE c.split AND v.workspace_id = r.workspace_id AND v.profile_id = r.profile_id AND NOT v.deleted
      AND v.from_ms <= extract(epoch FROM r.entered_at) * 1000 ORDER BY v.from_ms DESC LIMIT 1), c.person_id, r.profile_id) AS id
    FROM (SELECT 1) one LEFT JOIN profile c ON c.workspace_id = r.workspace_id AND c.id = r.profile_id) o
  LEFT JOIN person p ON p.workspace_id = r.workspace_id AND p.id = o.id`;

const toRun = ({ flowKey, flowName, personId, personName, email, userId, stepIs, ...row }: Row): FlowRun => ({
  ...row,
  stepName: stepIs == null ? row.step : stepTitle(flowStepSchema.parse(stepIs)),
  flow: { key: flowKey, name: flowName },
  person: { id: personIdOf(personId), name: personName, email, userId },
  since: row.since.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
  enteredAt: row.enteredAt.toISOString(),
  goalAt: row.goalAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
});

const placeSchema = z.tuple([z.iso.datetime(), z.guid()]);
type Page = { cursor?: string | undefined; limit: number };

async function readPage(
  db: Db,
  from: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
  { cursor, limit }: Page,
): Promise<{ items: FlowRun[]; next: string | null }> {
  const after = decodeCursor(cursor, placeSchema);
  const beyond = after ? sql`AND (date_trunc('milliseconds', r.entered_at), r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const { rows } =
    await sql<Row>`${select(from)} WHERE ${where} ${beyond} ORDER BY r.entered_at DESC, r.id DESC LIMIT ${limit + 1}`.execute(db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(toRun), next: last ? encodeCursor([last.enteredAt.toISOString(), last.id]) : null };
}

async function idOfFlow(db: Db, workspaceId: string, key: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM flow WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(db);
  if (!rows[0]) throw noSuchFlow(key);
  return rows[0].id;
}

/** A page of the runs of a flow, the latest first; `search` is for whose they are, as the list of people searches. */
export async function listRuns(
  { db }: FlowsDeps,
  access: Access,
  input: Page & {
    key: string;
    search?: string | undefined;
    step?: string | undefined;
    state?: RunState | undefined;
    open?: "true" | undefined;
    goal?: "reached" | "missed" | undefined;
  },
): Promise<{ items: FlowRun[]; next: string | null }> {
  requirePermission(access, "flows:read");
  requirePermission(access, "people:read");
  const flowId = await idOfFlow(db, access.workspaceId, input.key);
  const where = [sql`r.workspace_id = ${access.workspaceId} AND r.flow_id = ${flowId}`];
  if (input.step !== undefined) where.push(sql`r.step = ${input.step}`);
  if (input.state !== undefined) where.push(sql`r.state = ${input.state}`);
  if (input.open) where.push(sql`r.ended_at IS NULL`);
  if (input.goal === "reached") where.push(sql`r.goal_at IS NOT NULL`);
  if (input.search?.trim()) where.push(sql`o.id IN (${idsOfPeopleFound(access.workspaceId, input.search)})`);
  if (input.goal === "missed") where.push(sql`r.goal_at IS NULL`);
  return readPage(db, sql`flow_run r`, sql.join(where, sql` AND `), input);
}

/** A page of the flows that a person is or was in, the latest first. */
export async function listPersonRuns(
  { db }: FlowsDeps,
  access: Access,
  input: Page & { id: string },
): Promise<{ items: FlowRun[]; next: string | null }> {
  requirePermission(access, "flows:read");
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const personId = await resolvePerson(db, workspaceId, input.id);
  const theirs = sql`(${stretchesOf(workspaceId, [personId])}) s JOIN flow_run r ON r.profile_id = s.profile_id AND extract(epoch FROM r.entered_at) * 1000 >= s.from_ms
    AND (s.until_ms IS NULL OR extract(epoch FROM r.entered_at) * 1000 < s.until_ms)`;
  return readPage(db, theirs, sql`r.workspace_id = ${workspaceId}`, input);
}

/** A run with its trace, oldest first. */
export async function getRun({ db }: Pick<FlowsDeps, "db"> | { db: Db }, access: Access, { id }: { id: string }): Promise<FlowRunDetails> {
  requirePermission(access, "flows:read");
  requirePermission(access, "people:read");
  const { rows } = await sql<Row>`${select(sql`flow_run r`)} WHERE r.workspace_id = ${access.workspaceId} AND r.id = ${id}`.execute(db);
  if (!rows[0]) throw noSuchRun();
  const { rows: trace } = await sql<Omit<RunEvent, "at"> & { at: Date }>`
    SELECT at, step, what, way, sentence, evidence FROM flow_run_event WHERE run_id = ${id} ORDER BY seq DESC LIMIT 2000`.execute(db);
  const run = toRun(rows[0]);
  const steps = await readStepsOfRun(db, id, [...new Set([...trace.flatMap(({ step }) => step ?? []), ...Object.keys(run.variants)])]);
  return {
    ...run,
    trace: trace
      .reverse()
      .map((event) => ({ ...event, at: event.at.toISOString(), stepName: event.step === null ? null : steps.nameOf(event.step) })),
    draws: Object.entries(run.variants).map(([step, variant]) => ({
      step,
      stepName: steps.nameOf(step),
      variant: steps.variantName(step, variant),
    })),
  };
}

/** Live numbers of the canvas: who took which way in a range of time, by whole hours, and who is where now. */
export async function countFlow(
  { db, now }: FlowsDeps,
  access: Access,
  input: { key: string; from?: string | undefined; to?: string | undefined },
): Promise<FlowCounts> {
  requirePermission(access, "flows:read");
  const flowId = await idOfFlow(db, access.workspaceId, input.key);
  const to = new Date(input.to ?? now());
  const from = new Date(input.from ?? to.getTime() - 28 * 86_400_000);
  const { rows: taken } = await sql<{ from: string; way: string; to: string; count: number }>`
    SELECT from_step AS "from", way, to_step AS "to", sum(count)::int AS count FROM flow_count
    WHERE flow_id = ${flowId} AND hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND hour <= ${to}::timestamptz GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(
    db,
  );
  const { rows: inside } = await sql<{ step: string | null; state: RunState; people: number }>`
    SELECT step, state, count(*)::int AS people FROM flow_run WHERE flow_id = ${flowId} AND (ended_at IS NULL OR state = 'failed') GROUP BY step, state`.execute(
    db,
  );
  const steps: FlowCounts["steps"] = {};
  const at = (step: string) => (steps[step] ??= { arrived: 0, inside: 0, failed: 0 });
  for (const one of taken) if (one.to !== "") at(one.to).arrived += one.count;
  for (const { step, state, people } of inside)
    if (step !== null && state === "failed") at(step).failed += people;
    else if (step !== null && state !== "control") at(step).inside += people;
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    steps,
    edges: taken.map((one) => ({ ...one, to: one.to === "" ? null : one.to })),
    control: inside.reduce((sum, { state, people }) => (state === "control" ? sum + people : sum), 0),
  };
}
