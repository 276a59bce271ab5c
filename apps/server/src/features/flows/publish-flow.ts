import { ProductError, type Flow, type FlowDefinition, type FlowVersion } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { whatChanged } from "../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { suppressionLock } from "../identity/index.ts";
import { becomeLive, comeBack } from "./become-live.ts";
import { noSuchFlow, type FlowsDeps, type Tx } from "./flows-deps.ts";
import * as store from "./flows.store.ts";
import { dropUnusedParts, rememberParts } from "./remembered-parts.ts";
import { requireSound } from "./validate-flow.ts";

export type WhatOfRuns = "drain" | { migrate: Record<string, string | null> };

/** Whoever changes what flows mean waits for the batches under way; those that follow see what it wrote. */
async function lockFlow(tx: Tx, workspaceId: string, key: string): Promise<store.FlowRow> {
  await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
  const row = await store.findFlow(tx, workspaceId, key, { lock: true });
  if (!row) throw noSuchFlow(key);
  return row;
}

/**
 * Publishes the draft as a new version: at once, or as soon as what it asks about the past has been read; until then the version before holds.
 * @throws ProductError `invalid_input` with everything that is wrong with it, `conflict` when it was changed since.
 */
export function publishFlow(
  deps: FlowsDeps,
  access: Access,
  { key, revision, note, runs }: { key: string; revision?: number | undefined; note: string; runs: WhatOfRuns },
): Promise<Flow> {
  return publish(deps, access, { key, note, runs, action: "flows.publish" }, async (_tx, row) => {
    if (revision !== undefined && revision !== row.revision)
      throw new ProductError("conflict", `${row.updatedBy} changed this flow after you opened it.`, {
        issues: [
          {
            field: "revision",
            message: `is not the latest, which is ${row.revision}`,
            accepted: "the revision that you looked at, if it is the latest",
          },
        ],
      });
    return store.readDefinition(row.draft);
  });
}

/** Publishes a former version again, as a new one; the draft stays. @throws ProductError `not_found`, `invalid_input`. */
export function rollBackFlow(
  deps: FlowsDeps,
  access: Access,
  { key, version, note }: { key: string; version: number; note: string },
): Promise<Flow> {
  return publish(
    deps,
    access,
    { key, note: note === "" ? `Back to version ${version}.` : note, runs: "drain", action: "flows.rollback" },
    async (tx, { id }) => {
      const { rows } = await sql<{
        definition: unknown;
      }>`SELECT definition FROM flow_version WHERE flow_id = ${id} AND version = ${version}`.execute(tx);
      if (!rows[0]) throw new ProductError("not_found", `The flow ${key} has no version ${version}.`);
      return store.readDefinition(rows[0].definition);
    },
  );
}

async function publish(
  { db, now }: FlowsDeps,
  access: Access,
  { key, note, runs, action }: { key: string; note: string; runs: WhatOfRuns; action: string },
  definitionFor: (tx: Tx, row: store.FlowRow) => Promise<FlowDefinition>,
): Promise<Flow> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const nowMs = now();
  return db.transaction().execute(async (tx) => {
    const row = await lockFlow(tx, workspaceId, key);
    const definition = await definitionFor(tx, row);
    await requireSound(tx, workspaceId, key, definition);
    const { rows } = await sql<{ version: number }>`
      INSERT INTO flow_version (flow_id, version, workspace_id, definition, migrates, published_at, published_by, note)
      SELECT ${row.id}, coalesce(max(version), 0) + 1, ${workspaceId}, ${JSON.stringify(definition)}::jsonb, ${runs === "drain" ? null : JSON.stringify(runs.migrate)}::jsonb, ${new Date(nowMs)}, ${actor.name}, ${note}
      FROM flow_version WHERE flow_id = ${row.id} RETURNING version`.execute(tx);
    const version = rows[0]?.version as number;
    const { prepared } = await rememberParts(tx, { workspaceId, flowId: row.id, version }, definition, row.name);
    await sql`UPDATE flow SET preparing = ${version}, stopped_because = NULL, state = CASE WHEN version IS NULL THEN 'preparing' ELSE state END, updated_at = ${new Date(nowMs)}, updated_by = ${actor.name} WHERE id = ${row.id}`.execute(
      tx,
    );
    if (prepared) await becomeLive(tx, row.id, nowMs);
    await store.flowsChanged(tx);
    await recordAudit(tx, access, {
      action,
      subject: key,
      details: { name: row.name, ...whatChanged({ version: row.version }, { version }), runs, note },
    });
    return store.toFlow(tx, workspaceId, (await store.findFlow(tx, workspaceId, key)) as store.FlowRow, nowMs);
  });
}

/** Pauses a flow (nobody comes in, runs stand still), goes on with it, or stops it (nobody comes in, runs go on to their end). @throws ProductError `conflict`. */
export async function setFlowState(
  { db, now }: FlowsDeps,
  access: Access,
  { key, state }: { key: string; state: "live" | "paused" | "stopped" },
): Promise<Flow> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const nowMs = now();
  return db.transaction().execute(async (tx) => {
    const row = await lockFlow(tx, workspaceId, key);
    if (row.version === null)
      throw new ProductError("conflict", "It was never published.", {
        issues: [{ field: "state", message: "needs a published version", accepted: "publish it first" }],
      });
    if (row.state !== state) {
      await changeState(tx, row, state, { nowMs, by: actor.name });
      await recordAudit(tx, access, { action: `flows.${state}`, subject: key, details: { before: row.state } });
    }
    return store.toFlow(tx, workspaceId, (await store.findFlow(tx, workspaceId, key)) as store.FlowRow, nowMs);
  });
}

async function changeState(
  tx: Tx,
  { id, state: before }: Pick<store.FlowRow, "id" | "state">,
  state: "live" | "paused" | "stopped",
  { nowMs, by }: { nowMs: number; by: string },
): Promise<void> {
  const at = new Date(nowMs);
  await sql`
    UPDATE flow SET state = ${state}, stopped_because = NULL, stopped_at = ${state === "stopped" ? at : null}::timestamptz, updated_at = ${at}, updated_by = ${by},
      live_since = CASE WHEN ${state} = 'live' THEN ${at}::timestamptz ELSE live_since END WHERE id = ${id}`.execute(tx);
  // Who is left alone is only watched: that goes on.
  if (state === "paused")
    await sql`UPDATE flow_run SET held_due_at = due_at, due_at = NULL WHERE flow_id = ${id} AND due_at IS NOT NULL AND state <> 'control'`.execute(
      tx,
    );
  if (before === "paused")
    await sql`UPDATE flow_run SET due_at = held_due_at, held_due_at = NULL WHERE flow_id = ${id} AND held_due_at IS NOT NULL`.execute(tx);
  if (state === "live") await comeBack(tx, { id, before }, nowMs);
  await store.flowsChanged(tx);
}

/** Published versions, the latest first. */
export async function listVersions({ db }: FlowsDeps, access: Access, { key }: { key: string }): Promise<{ items: FlowVersion[] }> {
  requirePermission(access, "flows:read");
  const row = await store.findFlow(db, access.workspaceId, key);
  if (!row) throw noSuchFlow(key);
  const { rows } = await sql<Omit<FlowVersion, "publishedAt" | "definition"> & { publishedAt: Date; definition: unknown }>`
    SELECT v.version, v.published_at AS "publishedAt", v.published_by AS "publishedBy", v.note, v.definition,
      (SELECT count(*)::int FROM flow_run r WHERE r.flow_id = v.flow_id AND r.version = v.version AND r.ended_at IS NULL) AS runs
    FROM flow_version v WHERE v.flow_id = ${row.id} ORDER BY v.version DESC LIMIT 200`.execute(db);
  return {
    items: rows.map((one) => ({ ...one, publishedAt: one.publishedAt.toISOString(), definition: store.readDefinition(one.definition) })),
  };
}

/** Deletes a flow with everything that hangs on it. @throws ProductError `not_found`. */
export async function deleteFlowRow(tx: Tx, workspaceId: string, key: string): Promise<void> {
  const { id } = await lockFlow(tx, workspaceId, key);
  await sql`DELETE FROM flow WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(tx);
  await dropUnusedParts(tx, workspaceId);
  await store.flowsChanged(tx);
}
