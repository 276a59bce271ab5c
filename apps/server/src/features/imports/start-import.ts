import { ProductError, type Import } from "@throughline/contract";
import { missingTargets } from "@throughline/domain";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { showImport } from "./get-import.ts";
import { importFiles } from "./import-files.ts";
import { ensureImportSource } from "./import-source.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { findImport, saveStatus, type ImportRow, type Tx } from "./imports.store.ts";

type Input = { id: string };
const busy = () => new ProductError("conflict", "A dry run is reading the file; wait for it, or pause it.");

/** Starts an import, or goes on with one that was paused or failed. Throws `invalid_input` while something is not mapped, `source_disabled`, `conflict` (also when the file is gone). */
export const startImport = (deps: ImportsDeps, access: Access, input: Input): Promise<Import> =>
  change(deps, access, input, "imports.start", async (tx, row) => {
    if (row.status === "running") return row;
    if (row.status === "checking") throw busy();
    if (row.status === "done") throw new ProductError("conflict", "The whole file is imported already.");
    requireComplete(row);
    await requireFile(deps, row);
    const source = await ensureImportSource(tx, access.workspaceId);
    if (!source.enabled) throw new ProductError("source_disabled", "The source of imports is disabled; enable it under Sources first.");
    return saveStatus(tx, access.workspaceId, row.id, "running", { fromStart: row.status === "uploaded" || row.status === "ready" });
  });

/** Reads the whole file and takes nothing; what would fail is counted, and listed like the failures of an import. Possible until the import starts. */
export const dryRunImport = (deps: ImportsDeps, access: Access, input: Input): Promise<Import> =>
  change(deps, access, input, "imports.dry_run", async (tx, row) => {
    if (row.status === "checking") return row;
    if (row.status !== "uploaded" && row.status !== "ready")
      throw new ProductError("conflict", "The import has begun; a dry run comes before it.");
    requireComplete(row);
    await requireFile(deps, row);
    return saveStatus(tx, access.workspaceId, row.id, "checking", { fromStart: true });
  });

/** Stops between two chunks; {@link startImport} goes on from there. A dry run is given up. */
export const pauseImport = (deps: ImportsDeps, access: Access, input: Input): Promise<Import> =>
  change(deps, access, input, "imports.pause", async (tx, row) => {
    if (row.status === "paused") return row;
    if (row.status === "checking") return saveStatus(tx, access.workspaceId, row.id, "uploaded", { fromStart: true });
    if (row.status !== "running") throw new ProductError("conflict", "Only an import that is running can be paused.");
    return saveStatus(tx, access.workspaceId, row.id, "paused", { fromStart: false });
  });

async function change(
  deps: ImportsDeps,
  access: Access,
  { id }: Input,
  action: string,
  apply: (tx: Tx, row: ImportRow) => Promise<ImportRow>,
): Promise<Import> {
  requirePermission(access, "data:write");
  const result = await deps.db.transaction().execute(async (tx) => {
    const row = await findImport(tx, access.workspaceId, id, "lock");
    const changed = await apply(tx, row);
    if (changed !== row) await recordAudit(tx, access, { action, subject: id, details: { fileName: row.fileName, kind: row.kind } });
    return changed;
  });
  deps.wake();
  return showImport(deps, result);
}

/** What was taken is not taken again from the same file, so it can simply be uploaded once more. */
async function requireFile({ dataDir }: ImportsDeps, { id, fileName }: ImportRow): Promise<void> {
  if (!(await importFiles(dataDir).isThere(id)))
    throw new ProductError(
      "conflict",
      `The uploaded file ${fileName} is gone from the server. Upload it again; rows that were taken are not taken twice.`,
    );
}

function requireComplete({ kind, mapping }: ImportRow): void {
  const issues = missingTargets(kind, mapping);
  if (issues.length > 0)
    throw new ProductError("invalid_input", `The mapping is not complete. ${issues.map(({ message }) => message).join(" ")}`, { issues });
}
