import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/**
 * The secret that signs cookies and encrypts second factors: the one of the settings, else the one of the data directory,
 * which is generated there on first use, readable by its owner alone (mode 0600).
 */
export async function loadSecret(settings: Pick<Settings, "secret" | "dataDir">): Promise<string> {
  if (settings.secret) return settings.secret;
  const file = join(settings.dataDir, "secret");
  await mkdir(settings.dataDir, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600 });
  try {
    // A link is made whole or not at all, and fails when the file is there: of two processes that start together, one writes and both read the same.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await unlink(draft);
  }
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length < 32)
    throw new Error(
      `${file} does not hold a secret of at least 32 characters. Restore it from a backup, or remove it to have a new one: people must then sign in again.`,
    );
  return secret;
}
