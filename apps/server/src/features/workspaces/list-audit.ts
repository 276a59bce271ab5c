import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

const cursorSchema = z.tuple([z.string().regex(/^\d{1,19}$/)]);

/** Who did what, newest first. */
export async function listAudit(
  { db }: Pick<WorkspaceDeps, "db">,
  access: Access,
  page: { cursor?: string; limit: number; action?: string },
) {
  requirePermission(access, "audit:read");
  const after = decodeCursor(page.cursor, cursorSchema);
  let query = db
    .selectFrom("audit_entry")
    .selectAll()
    .where("workspace_id", "=", access.workspaceId)
    .orderBy("id", "desc")
    .limit(page.limit + 1);
  if (after) query = query.where("id", "<", after[0]);
  if (page.action) query = query.where("action", "=", page.action);
  const rows = await query.execute();
  const items = rows.slice(0, page.limit).map(({ id, at, actor, action, subject, details }) => ({
    id,
    at: at.toISOString(),
    actor,
    action,
    subject,
    details: details as Record<string, unknown>,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > page.limit && last ? encodeCursor([last.id]) : null };
}
