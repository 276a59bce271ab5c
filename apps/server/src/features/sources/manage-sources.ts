import { randomBytes } from "node:crypto";
import { ProductError, type Source } from "@throughline/contract";
import { sql } from "kysely";
import { changedParts } from "../../platform/audit/changed-parts.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { readSources, type Db } from "./sources.store.ts";

/** `changed` is told after a source changed, so that collecting sees it at once. */
export type SourcesDeps = { db: Db; changed: () => void; now: () => number };

export const newWriteKey = (): string => `wk_${randomBytes(18).toString("base64url")}`;

export async function listSources(deps: SourcesDeps, access: Access): Promise<{ items: Source[] }> {
  requirePermission(access, "sources:read");
  return { items: await readSources(deps.db, access.workspaceId, new Date(deps.now())) };
}

export async function getSource(deps: SourcesDeps, access: Access, input: { id: string }): Promise<Source> {
  requirePermission(access, "sources:read");
  const [source] = await readSources(deps.db, access.workspaceId, new Date(deps.now()), input.id);
  if (!source) throw new ProductError("not_found", "There is no such source in this workspace.");
  return source;
}

export async function createSource(
  deps: SourcesDeps,
  access: Access,
  input: { name: string; kind: string; keepIp: boolean },
): Promise<Source> {
  requirePermission(access, "sources:write");
  const id = await deps.db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto("source")
      .values({ workspace_id: access.workspaceId, name: input.name, kind: input.kind, keep_ip: input.keepIp, write_key: newWriteKey() })
      .returning("id")
      .executeTakeFirstOrThrow();
    await recordAudit(tx, access, { action: "sources.create", subject: row.id, details: { name: input.name, kind: input.kind } });
    return row.id;
  });
  return getSource(deps, access, { id });
}

export type SourceChange = {
  id: string;
  name?: string | undefined;
  keepIp?: boolean | undefined;
  enabled?: boolean | undefined;
  eventsPerSecond?: number | null | undefined;
};

export async function updateSource(deps: SourcesDeps, access: Access, input: SourceChange): Promise<Source> {
  const { id, ...change } = input;
  return changeSource(deps, access, id, "sources.update", change, {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.keepIp === undefined ? {} : { keep_ip: change.keepIp }),
    ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
    ...(change.eventsPerSecond === undefined ? {} : { events_per_second: change.eventsPerSecond }),
  });
}

/** The old key stops at once, in every process. */
export const rotateKey = (deps: SourcesDeps, access: Access, input: { id: string }): Promise<Source> =>
  changeSource(deps, access, input.id, "sources.rotate_key", {}, { write_key: newWriteKey() });

async function changeSource(
  deps: SourcesDeps,
  access: Access,
  id: string,
  action: string,
  change: Omit<SourceChange, "id">,
  values: Record<string, unknown>,
): Promise<Source> {
  requirePermission(access, "sources:write");
  const before = await getSource(deps, access, { id });
  const details = { name: before.name, ...changedParts(before, change, ["name", "keepIp", "enabled", "eventsPerSecond"]) };
  await deps.db.transaction().execute(async (tx) => {
    if (Object.keys(values).length > 0)
      await tx.updateTable("source").set(values).where("workspace_id", "=", access.workspaceId).where("id", "=", id).execute();
    await recordAudit(tx, access, { action, subject: id, details });
    await sql`SELECT pg_notify('throughline_settings', '')`.execute(tx);
  });
  deps.changed();
  return getSource(deps, access, { id });
}

/** The source takes nothing any more; its interactions stay. */
export async function deleteSource(deps: SourcesDeps, access: Access, input: { id: string }): Promise<{ deleted: true }> {
  requirePermission(access, "sources:write");
  const source = await getSource(deps, access, input);
  await deps.db.transaction().execute(async (tx) => {
    await sql`UPDATE source SET deleted_at = now(), enabled = false, write_key = 'deleted ' || id WHERE workspace_id = ${access.workspaceId} AND id = ${input.id}`.execute(
      tx,
    );
    await recordAudit(tx, access, { action: "sources.delete", subject: input.id, details: { name: source.name } });
    await sql`SELECT pg_notify('throughline_settings', '')`.execute(tx);
  });
  deps.changed();
  return { deleted: true };
}
