import {
  conditionSchema,
  deliverToSchema,
  querySchema,
  scheduleSchema,
  watchSchema,
  type Alert,
  type AlertReading,
  type Condition,
  type DeliverTo,
  type Query,
  type Schedule,
  type Watch,
} from "@throughline/contract";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database> | Transaction<Database>;
export type AlertValues = {
  name: string;
  description: string;
  query: Query;
  watch: Watch;
  condition: Condition;
  schedule: Schedule;
  deliverTo: DeliverTo;
  enabled: boolean;
};
/** As {@link Alert}, with its secret. */
export type StoredAlert = Omit<Alert, "webhookSecret"> & { workspaceId: string; webhookSecret: string };
type Times = "stateSince" | "evaluatedAt" | "dueAt" | "createdAt" | "updatedAt";
type Row = Omit<StoredAlert, Times | "n"> &
  Record<"stateSince" | "createdAt" | "updatedAt", Date> & { evaluatedAt: Date | null; dueAt: Date | null; n: string | null };

const columns = sql`id, workspace_id AS "workspaceId", name, description, query, watch, condition, schedule, deliver_to AS "deliverTo", webhook_secret AS "webhookSecret", enabled,
  state, state_since AS "stateSince", value, n, reference, reason, evaluated_at AS "evaluatedAt", due_at AS "dueAt", owner, created_at AS "createdAt",
  date_trunc('milliseconds', updated_at) AS "updatedAt", updated_by AS "updatedBy"`;

const toAlert = (row: Row): StoredAlert => ({
  ...row,
  query: querySchema.parse(row.query),
  watch: watchSchema.parse(row.watch),
  condition: conditionSchema.parse(row.condition),
  schedule: scheduleSchema.parse(row.schedule),
  deliverTo: deliverToSchema.parse(row.deliverTo),
  n: row.n === null ? null : Number(row.n),
  stateSince: row.stateSince.toISOString(),
  evaluatedAt: row.evaluatedAt?.toISOString() ?? null,
  dueAt: row.dueAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** The alerts of a workspace: those that fire first, then those that fail, then by name. */
export async function readAlerts(db: Db, workspaceId: string): Promise<StoredAlert[]> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM alert WHERE workspace_id = ${workspaceId}
    ORDER BY enabled DESC, array_position(ARRAY['firing', 'failing'], state) NULLS LAST, lower(name), id`.execute(db);
  return rows.map(toAlert);
}

/** One alert, or null; with `lock`, nobody else changes it before the transaction ends. */
export async function findAlert(db: Db, workspaceId: string, id: string, { lock = false } = {}): Promise<StoredAlert | null> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM alert WHERE workspace_id = ${workspaceId} AND id = ${id} ${lock ? sql`FOR UPDATE` : sql``}`.execute(db);
  return rows[0] ? toAlert(rows[0]) : null;
}

/** Keeps an alert; gives its id. */
export async function insertAlert(
  db: Db,
  workspaceId: string,
  alert: AlertValues,
  { owner, secret, dueAt }: { owner: string; secret: string; dueAt: Date | null },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO alert (workspace_id, name, description, query, watch, condition, schedule, deliver_to, webhook_secret, enabled, due_at, owner, updated_by)
    VALUES (${workspaceId}, ${alert.name}, ${alert.description}, ${JSON.stringify(alert.query)}, ${JSON.stringify(alert.watch)}, ${JSON.stringify(alert.condition)},
      ${JSON.stringify(alert.schedule)}, ${JSON.stringify(alert.deliverTo)}, ${secret}, ${alert.enabled}, ${dueAt}, ${owner}, ${owner}) RETURNING id`.execute(
    db,
  );
  return (rows[0] as { id: string }).id;
}

/** Replaces an alert, which waits again until it is evaluated; its version is later than any before. With `version`, only that one. False where there is none such. */
export async function replaceAlert(
  db: Db,
  workspaceId: string,
  id: string,
  alert: AlertValues,
  { by, dueAt, version }: { by: string; dueAt: Date | null; version: string | undefined },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE alert SET name = ${alert.name}, description = ${alert.description}, query = ${JSON.stringify(alert.query)}, watch = ${JSON.stringify(alert.watch)},
      condition = ${JSON.stringify(alert.condition)}, schedule = ${JSON.stringify(alert.schedule)}, deliver_to = ${JSON.stringify(alert.deliverTo)},
      enabled = ${alert.enabled}, due_at = ${dueAt}, updated_by = ${by}, updated_at = greatest(now(), updated_at + interval '1 millisecond'),
      state = 'waiting', state_since = now(), value = NULL, n = NULL, reference = NULL, reason = '', evaluated_at = NULL
    WHERE workspace_id = ${workspaceId} AND id = ${id}
      ${version === undefined ? sql`` : sql`AND date_trunc('milliseconds', updated_at) = ${new Date(version)}`}`.execute(db);
  return numAffectedRows === 1n;
}

export async function removeAlert(db: Db, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM alert WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
}

export type Finding = Pick<AlertReading, "value" | "n" | "reference" | "reason"> & { state: "ok" | "firing" | "failing" };

/** Writes what an evaluation found, and when the next one is due. */
export async function recordFinding(db: Db, alert: StoredAlert, finding: Finding, { at, dueAt }: { at: Date; dueAt: Date }): Promise<void> {
  await sql`
    UPDATE alert SET state = ${finding.state}, state_since = CASE WHEN state = ${finding.state} THEN state_since ELSE ${at} END, value = ${finding.value},
      n = ${finding.n}, reference = ${finding.reference}, reason = ${finding.reason}, evaluated_at = ${at}, due_at = ${dueAt}
    WHERE workspace_id = ${alert.workspaceId} AND id = ${alert.id}`.execute(db);
}

/** Every alert of the installation that is to be evaluated, with when. */
export async function readDueTimes(db: Db): Promise<{ workspaceId: string; alertId: string; dueAt: string }[]> {
  const { rows } = await sql<{ workspaceId: string; alertId: string; dueAt: Date }>`
    SELECT workspace_id AS "workspaceId", id AS "alertId", due_at AS "dueAt" FROM alert WHERE enabled AND due_at IS NOT NULL`.execute(db);
  return rows.map((row) => ({ ...row, dueAt: row.dueAt.toISOString() }));
}

/** The alerts that fire now, the one that has for longest first. */
export async function readFiringAlerts(db: Db, workspaceId: string): Promise<{ id: string; name: string; reason: string }[]> {
  const { rows } = await sql<{ id: string; name: string; reason: string }>`
    SELECT id, name, reason FROM alert WHERE workspace_id = ${workspaceId} AND enabled AND state = 'firing' ORDER BY state_since, id`.execute(
    db,
  );
  return rows;
}

/** IANA name of the zone that a workspace's days are of. */
export async function readTimezone(db: Db, workspaceId: string): Promise<string> {
  return (await db.selectFrom("workspace").select("timezone").where("id", "=", workspaceId).executeTakeFirstOrThrow()).timezone;
}
