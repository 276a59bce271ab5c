import { createHash } from "node:crypto";
import {
  headName,
  manifestName,
  manifestSchema,
  manifestSumName,
  BackupError,
  partsOf,
  archiveFormat,
  type Manifest,
} from "./archive-format.ts";
import { sha256 } from "./archive-writer.ts";
import { readEntries } from "./read-archive.ts";

type Found = { name: string; bytes: number; sha256: string };

/**
 * Reads the whole archive and compares every byte of it with the checksums of its manifest. Nothing else is touched.
 * @returns the manifest.
 * @throws BackupError that says what is wrong: no backup, not finished, damaged, of a newer version.
 */
export async function verifyArchive(file: string, onProgress: (readBytes: number) => void = () => {}): Promise<Manifest> {
  const found: Found[] = [];
  const texts = new Map<string, Buffer>();
  let readBytes = 0;
  for await (const { name, body } of readEntries(file)) {
    const hash = createHash("sha256");
    const kept: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      readBytes += chunk.length;
      if (name.includes("/")) continue;
      kept.push(chunk);
    }
    if (name.includes("/")) found.push({ name, bytes, sha256: hash.digest("hex") });
    else texts.set(name, Buffer.concat(kept));
    onProgress(readBytes);
  }
  const manifest = readManifest(file, texts);
  compare(file, manifest, found);
  return manifest;
}

function readManifest(file: string, texts: ReadonlyMap<string, Buffer>): Manifest {
  const head = texts.get(headName);
  if (!head) throw new BackupError(`${file} is not a backup of Throughline.`);
  const { format } = parse(file, headName, head) as { format: unknown };
  if (format !== archiveFormat)
    throw new BackupError(
      `${file} has format ${String(format)}; this version reads format ${archiveFormat}. Restore it with the version that made it.`,
    );
  const bytes = texts.get(manifestName);
  const sum = texts.get(manifestSumName);
  if (!bytes || !sum) throw new BackupError(`${file} is not complete: making it was interrupted, or its end was cut off.`);
  if (sum.toString() !== `${sha256(bytes)}  ${manifestName}\n`) throw damaged(file, manifestName);
  return manifestSchema.parse(parse(file, manifestName, bytes));
}

function compare(file: string, manifest: Manifest, found: readonly Found[]): void {
  const listed = partsOf(manifest);
  for (const [index, part] of listed.entries()) {
    const there = found[index];
    if (!there || there.name !== part.name || there.bytes !== part.bytes || there.sha256 !== part.sha256) throw damaged(file, part.name);
  }
  if (found.length > listed.length) throw damaged(file, found[listed.length]?.name ?? "");
}

function parse(file: string, name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw damaged(file, name);
  }
}

const damaged = (file: string, name: string): BackupError =>
  new BackupError(`${file} is damaged: ${name} is not what was written. Nothing was changed.`);
