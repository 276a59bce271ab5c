import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { importFiles } from "./import-files.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { deleteImportRow, findImport } from "./imports.store.ts";

/** Removes an import with its file and its failures, whatever it is doing. What was taken stays, and is not taken again from the same file. */
export async function deleteImport(deps: ImportsDeps, access: Access, input: { id: string }): Promise<{ deleted: true }> {
  requirePermission(access, "data:write");
  await deps.db.transaction().execute(async (tx) => {
    const row = await findImport(tx, access.workspaceId, input.id, "lock");
    await deleteImportRow(tx, access.workspaceId, input.id);
    await recordAudit(tx, access, {
      action: "imports.delete",
      subject: input.id,
      details: { fileName: row.fileName, rowsTaken: Number(row.rowsTaken) },
    });
  });
  await importFiles(deps.dataDir).removeAll(input.id);
  return { deleted: true };
}
