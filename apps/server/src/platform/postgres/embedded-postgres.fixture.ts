/**
 * Run as a process of its own by the tests: starts the database on a data directory, says one JSON line (`{ url }` or
 * `{ error }`), and stops it on SIGINT. What it logs goes to standard error.
 */
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

const [dataDir] = process.argv.slice(2) as [string];
const log = { info: console.error, warn: console.error, debug: () => {} };
try {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  process.once("SIGINT", () => void postgres.stop());
  console.log(JSON.stringify({ url: postgres.url }));
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
}
