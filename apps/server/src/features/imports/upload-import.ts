import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { Import } from "@throughline/contract";
import { guessKind, guessMapping, type ImportKind, type SampledColumn } from "@throughline/domain";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { detectLayout, sampleBytes } from "./detect-layout.ts";
import { importFiles } from "./import-files.ts";
import type { ImportsDeps } from "./imports-deps.ts";
import { insertImport, toImport } from "./imports.store.ts";
import { receiveFile, tooLarge } from "./receive-file.ts";

export type UploadDeps = ImportsDeps & { maxBytes: number };
export type Upload = { fileName: string; kind?: ImportKind | undefined; declaredBytes: number | null; body: Readable };

/**
 * Takes a file: streams it to disk, finds out what it is, and proposes a mapping. Nothing of it is imported yet.
 * Throws `too_large`, `invalid_input` (no table, no JSON lines, not UTF-8), `unavailable`.
 */
export async function uploadImport(deps: UploadDeps, access: Access, upload: Upload): Promise<Import> {
  requirePermission(access, "data:write");
  if (upload.declaredBytes !== null && upload.declaredBytes > deps.maxBytes) throw tooLarge(deps.maxBytes);
  const id = randomUUID();
  const files = importFiles(deps.dataDir);
  await files.ensureDirectory();
  const bytes = await receiveFile(upload.body, { part: files.part(id), path: files.data(id) }, deps.maxBytes);
  try {
    const { layout, columns } = await detectLayout(await readStart(files.data(id)), {
      fileName: upload.fileName,
      isWhole: bytes <= sampleBytes,
    });
    const kind = upload.kind ?? guessKind(columns, upload.fileName);
    const row = {
      id,
      fileName: upload.fileName,
      kind,
      layout,
      samples: columns.map(shownSamples),
      mapping: guessMapping(kind, columns),
      bytes,
      createdAt: new Date(deps.now()),
    };
    return await deps.db.transaction().execute(async (tx) => {
      const saved = await insertImport(tx, access.workspaceId, row);
      await recordAudit(tx, access, { action: "imports.upload", subject: id, details: { fileName: upload.fileName, kind, bytes } });
      return toImport(saved, true);
    });
  } catch (error) {
    await files.removeAll(id);
    throw error;
  }
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The first different values, short: enough to tell what a column is. */
function shownSamples({ name, samples }: SampledColumn): Import["columns"][number] {
  const texts = samples
    .filter((value) => value !== null && value !== undefined && value !== "")
    .map((value) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "")));
  return { name, samples: [...new Set(texts)].slice(0, 3).map((text) => text.slice(0, 100)) };
}
