// Writes the reference pages that come from code: docs/settings.md. `--check` changes nothing and exits 1 when one is stale.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { settingsPage } from "../apps/server/src/platform/config/settings-page.ts";

const pages = { "docs/settings.md": settingsPage() };

for (const [path, content] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  if (!process.argv.includes("--check")) {
    await writeFile(file, content);
  } else if ((await readFile(file, "utf8").catch(() => "")) !== content) {
    console.error(`${path} is stale: run node scripts/generate-docs.mjs`);
    process.exitCode = 1;
  }
}
