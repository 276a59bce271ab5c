import type { Import } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { importFiles } from "./import-files.ts";
import { findImport, listImportRows, toImport, type ImportRow } from "./imports.store.ts";

type ReadDeps = Pick<ImportsDeps, "db" | "dataDir">;

/** An import as it is told: with whether its file can still be read. */
export const showImport = async ({ dataDir }: Pick<ImportsDeps, "dataDir">, row: ImportRow): Promise<Import> =>
  toImport(row, row.status !== "done" && (await importFiles(dataDir).isThere(row.id)));

/** A page of the imports, newest first. */
export async function listImports(
  deps: ReadDeps,
  access: Access,
  input: { cursor?: string | undefined; limit: number },
): Promise<{ items: Import[]; next: string | null }> {
  requirePermission(access, "data:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await listImportRows(deps.db, access.workspaceId, { after, limit: input.limit + 1 });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await Promise.all(page.map((row) => showImport(deps, row))),
    next: rows.length > input.limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

export async function getImport(deps: ReadDeps, access: Access, input: { id: string }): Promise<Import> {
  requirePermission(access, "data:read");
  return showImport(deps, await findImport(deps.db, access.workspaceId, input.id));
}
