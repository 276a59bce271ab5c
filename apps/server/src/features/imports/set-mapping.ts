import { ProductError, type Import, type ImportMapping } from "@throughline/contract";
import { checkMapping, type ImportKind } from "@throughline/domain";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { showImport } from "./get-import.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { findImport, saveMapping, type ImportRow } from "./imports.store.ts";

/** Says what the columns become. Possible until the first row was taken. Throws `invalid_input` naming each column that cannot be used so, `conflict`. */
export async function setMapping(
  deps: ImportsDeps,
  access: Access,
  input: { id: string; kind?: ImportKind | undefined; mapping: ImportMapping },
): Promise<Import> {
  requirePermission(access, "data:write");
  return deps.db.transaction().execute(async (tx) => {
    const row = await findImport(tx, access.workspaceId, input.id, "lock");
    requireUntouched(row);
    const kind = input.kind ?? row.kind;
    const issues = checkMapping(kind, input.mapping, { columns: row.layout.columns, format: row.layout.format });
    if (issues.length > 0) throw new ProductError("invalid_input", issues[0]?.message ?? "", { issues });
    const saved = await saveMapping(tx, access.workspaceId, input.id, { kind, mapping: input.mapping });
    await recordAudit(tx, access, {
      action: "imports.map",
      subject: input.id,
      details: { kind, columns: input.mapping.filter(({ target }) => target !== null).length },
    });
    return showImport(deps, saved);
  });
}

/** Rows taken under one mapping and the rest under another would be a mixture that nobody could tell apart. */
function requireUntouched({ status, rowsRead }: ImportRow): void {
  if (status === "checking") throw new ProductError("conflict", "A dry run is reading the file; pause it first.");
  if (!["uploaded", "ready"].includes(status) && Number(rowsRead) > 0)
    throw new ProductError(
      "conflict",
      "Rows of this file are taken already, so its mapping is settled. Upload the file again to import it in another way.",
    );
  if (status === "running" || status === "done")
    throw new ProductError("conflict", "The import is under way or done; its mapping is settled.");
}
