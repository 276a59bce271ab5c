import { ProductError, type Predicate, type Segment } from "@throughline/contract";
import { z } from "zod";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import * as store from "./segments.store.ts";

const noSegment = (key: string): ProductError =>
  new ProductError("not_found", `There is no segment ${JSON.stringify(key)} in this workspace.`);

/** A page of segments, newest first. */
export async function listSegments(
  deps: { db: store.Db },
  access: Access,
  input: { search?: string | undefined; kind?: "static" | "live" | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Segment[]; next: string | null }> {
  requirePermission(access, "people:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await store.listSegments(deps.db, access.workspaceId, { search: input.search, kind: input.kind, after, limit: input.limit });
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return {
    items: rows.slice(0, input.limit).map(store.toSegment),
    next: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

export async function getSegment(deps: { db: store.Db }, access: Access, { key }: { key: string }): Promise<Segment> {
  requirePermission(access, "people:read");
  return store.toSegment(await requireSegment(deps.db, access.workspaceId, key));
}

/** The segment of this key. Throws `not_found`. */
export async function requireSegment(db: store.Db, workspaceId: string, key: string): Promise<store.SegmentRow> {
  const row = await store.findSegment(db, workspaceId, key);
  if (!row) throw noSegment(key);
  return row;
}

/** Gives a segment another name. */
export async function updateSegment(
  deps: { db: store.Db },
  access: Access,
  { key, name, predicate }: { key: string; name?: string | undefined; predicate?: Predicate | undefined },
): Promise<Segment> {
  requirePermission(access, "people:write");
  if (predicate) throw notYet();
  const row = await deps.db.transaction().execute(async (tx) => {
    const { id, name: before } = await requireSegment(tx, access.workspaceId, key);
    if (name !== undefined && name !== before) {
      await store.renameSegment(tx, access.workspaceId, id, name);
      await recordAudit(tx, access, { action: "segment.update", subject: key, details: { name } });
    }
    return requireSegment(tx, access.workspaceId, key);
  });
  return store.toSegment(row);
}

/** What stands in the contract and is not computed yet. */
export const notYet = (): ProductError => new ProductError("unavailable", "Live segments cannot be computed on this server yet.");

/** Deletes a segment; its people stay. */
export async function deleteSegment(deps: { db: store.Db }, access: Access, { key }: { key: string }): Promise<{ deleted: true }> {
  requirePermission(access, "people:write");
  await deps.db.transaction().execute(async (tx) => {
    if (!(await store.deleteSegment(tx, access.workspaceId, key))) throw noSegment(key);
    await recordAudit(tx, access, { action: "segment.delete", subject: key });
  });
  return { deleted: true };
}
