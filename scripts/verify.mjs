// npm run verify: types, lint, format, boundaries, dead code, generated pages. Seconds, no tests.
import { ensureInstalled } from "./install.mjs";
import { runChecks } from "./run-checks.mjs";

const { passed, failed } = await runChecks(await ensureInstalled());
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
