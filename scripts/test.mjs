// npm test: installs what is locked, builds what is stale, checks, and runs every test. Ends with `N passed, N failed`.
import { mkdir, readFile, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { ensureInstalled, root } from "./install.mjs";
import { runChecks } from "./run-checks.mjs";
import { runNode } from "./run-node.mjs";

async function runTests(node, filters) {
  const results = join(root, ".build", "test-results.json");
  await mkdir(dirname(results), { recursive: true });
  await rm(results, { force: true });
  const env = {
    ...process.env,
    UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? "16",
    PATH: [dirname(node), process.env.PATH].join(delimiter),
  };
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const code = await runNode(
    node,
    [vitest, "run", "--root", root, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`, ...filters],
    { env },
  );
  const report = JSON.parse(await readFile(results, "utf8").catch(() => "{}"));
  // A file that could not be loaded has failed without a test of its own.
  const brokenFiles = (report.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const failed = (report.numFailedTests ?? 0) + brokenFiles;
  return { passed: report.numPassedTests ?? 0, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: report.numPendingTests ?? 0 };
}

const node = await ensureInstalled();
const filters = process.argv.slice(2);
const built = await runNode(node, [join(root, "scripts", "build.mjs"), "--if-stale"]);
const checked = filters.length > 0 ? { passed: 0, failed: 0 } : await runChecks(node);
const tested = await runTests(node, filters);
const passed = checked.passed + tested.passed;
const failed = checked.failed + tested.failed + (built === 0 ? 0 : 1);
if (tested.skipped > 0) console.log(`${tested.skipped} tests do not apply to this machine and were skipped.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
