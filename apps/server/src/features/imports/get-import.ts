import type { Import } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { findImport, listImportRows, toImport } from "./imports.store.ts";

/** A page of the imports, newest first. */
export async function listImports(
  deps: Pick<ImportsDeps, "db">,
  access: Access,
  input: { cursor?: string | undefined; limit: number },
): Promise<{ items: Import[]; next: string | null }> {
  requirePermission(access, "data:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await listImportRows(deps.db, access.workspaceId, { after, limit: input.limit + 1 });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(toImport),
    next: rows.length > input.limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

export async function getImport(deps: Pick<ImportsDeps, "db">, access: Access, input: { id: string }): Promise<Import> {
  requirePermission(access, "data:read");
  return toImport(await findImport(deps.db, access.workspaceId, input.id));
}
