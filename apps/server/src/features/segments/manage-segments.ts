import { ProductError, type Predicate, type Segment, type SegmentOf } from "@throughline/contract";
import { z } from "zod";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { whatChanged } from "../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { definitionsChanged, dropUnusedConditions, lockDefinitions } from "./live-segments.store.ts";
import { saveChangedPredicate } from "./save-live-segment.ts";
import * as store from "./segments.store.ts";

const noSegment = (key: string): ProductError =>
  new ProductError("not_found", `There is no segment ${JSON.stringify(key)} in this workspace.`);

/** A page of segments, newest first. */
export async function listSegments(
  deps: { db: store.Db },
  access: Access,
  input: {
    search?: string | undefined;
    kind?: "static" | "live" | undefined;
    of?: SegmentOf | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: Segment[]; next: string | null }> {
  requirePermission(access, "people:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await store.listSegments(deps.db, access.workspaceId, {
    search: input.search,
    kind: input.kind,
    of: input.of,
    after,
    limit: input.limit,
  });
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

/** The same, of people or of accounts. Throws `invalid_input` for one of the other. */
export async function requireSegmentOf(db: store.Db, workspaceId: string, key: string, of: SegmentOf): Promise<store.SegmentRow> {
  const row = await requireSegment(db, workspaceId, key);
  if (row.of !== of)
    throw new ProductError("invalid_input", `${row.name} is a segment of ${plurals[row.of]}, not of ${plurals[of]}.`, {
      issues: [{ field: "key", message: `names a segment of ${plurals[row.of]}`, accepted: `a segment of ${plurals[of]}` }],
    });
  return row;
}
const plurals = { person: "people", account: "accounts" } as const;

/** Gives a segment another name, or a live one another predicate, which is computed beside the former one and then takes its place. */
export async function updateSegment(
  deps: { db: store.Db },
  access: Access,
  { key, name, predicate }: { key: string; name?: string | undefined; predicate?: Predicate | undefined },
): Promise<Segment> {
  requirePermission(access, "people:write");
  const { workspaceId } = access;
  const row = await deps.db.transaction().execute(async (tx) => {
    await lockDefinitions(tx);
    const former = await requireSegment(tx, workspaceId, key);
    if (predicate && former.kind === "static")
      throw new ProductError("conflict", "Those who are in this segment were chosen: it has no predicate.", {
        issues: [{ field: "predicate", message: "cannot be given to a static segment", accepted: "a new live segment" }],
      });
    if (name !== undefined) await store.renameSegment(tx, workspaceId, former.id, name);
    if (predicate) await saveChangedPredicate(tx, workspaceId, { ...former, name: name ?? former.name, predicate });
    else await definitionsChanged(tx);
    const [before, after] = [
      told(former),
      told({ ...former, name: name ?? former.name, ...(predicate ? { nextPredicate: predicate } : {}) }),
    ];
    await recordAudit(tx, access, { action: "segment.update", subject: key, details: { name: after.name, ...whatChanged(before, after) } });
    return requireSegment(tx, workspaceId, key);
  });
  return store.toSegment(row);
}

/** What the audit log tells of a segment: the predicate that somebody gave last, also while it is still computed. */
const told = ({ name, predicate, nextPredicate }: Pick<store.SegmentRow, "name" | "predicate" | "nextPredicate">) => ({
  name,
  predicate: nextPredicate ?? predicate,
});

/** Deletes a segment that no other speaks of; its people stay. */
export async function deleteSegment(deps: { db: store.Db }, access: Access, { key }: { key: string }): Promise<{ deleted: true }> {
  requirePermission(access, "people:write");
  const { workspaceId } = access;
  await deps.db.transaction().execute(async (tx) => {
    await lockDefinitions(tx);
    const { usedBy, neededFor, kind } = await requireSegment(tx, workspaceId, key);
    if (neededFor.length > 0)
      throw new ProductError("conflict", `It is needed for ${neededFor.join(", ")}.`, {
        issues: [{ field: "key", message: `is needed for ${neededFor.join(", ")}`, accepted: "a segment that nothing speaks of" }],
      });
    if (usedBy.length > 0)
      throw new ProductError("conflict", `Other segments speak of it: ${usedBy.map(({ name }) => name).join(", ")}.`, {
        issues: [{ field: "key", message: "is used by other segments", accepted: "a segment that none speaks of" }],
      });
    await store.deleteSegment(tx, workspaceId, key);
    if (kind === "live") {
      await dropUnusedConditions(tx, workspaceId);
      await definitionsChanged(tx);
    }
    await recordAudit(tx, access, { action: "segment.delete", subject: key });
  });
  return { deleted: true };
}
