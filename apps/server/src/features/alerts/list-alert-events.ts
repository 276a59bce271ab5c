import type { AlertEvent } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import type { AlertsDeps } from "./alerts-deps.ts";
import { readEvents } from "./alert-events.store.ts";

const place = z.object({ at: z.iso.datetime(), id: z.uuid() });

/** Changes of state, the latest first. */
export async function listAlertEvents(
  deps: Pick<AlertsDeps, "db">,
  access: Access,
  { alert, cursor, limit }: { alert?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: AlertEvent[]; next: string | null }> {
  requirePermission(access, "insights:read");
  const [after] = decodeCursor(cursor, z.tuple([place])) ?? [null];
  const found = await readEvents(deps.db, access.workspaceId, { alert, after, limit: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? encodeCursor([{ at: last.at, id: last.id }]) : null };
}
