// What `npm run verify` and `npm test` check besides running the tests: name → command on Node 24.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const bin = (name) => join(root, "node_modules", ".bin", name);
const projects = [
  "packages/contract",
  "packages/domain",
  "packages/web",
  "packages/web/tsconfig.test.json",
  "apps/server",
  "apps/console",
  "apps/console/mock",
  "e2e",
  "bench",
];

export const checks = [
  ...projects
    .filter((project) => existsSync(join(root, project)))
    .map((project) => ({ name: `types of ${project}`, command: bin("tsc"), args: ["-p", project] })),
  { name: "lint", command: bin("oxlint"), args: ["--quiet"] },
  { name: "format", command: bin("oxfmt"), args: ["--check"] },
  { name: "boundaries", command: process.execPath, args: ["scripts/boundaries.mjs"] },
  { name: "dead code", command: bin("knip"), args: ["--no-progress"] },
  { name: "settings page is up to date", command: process.execPath, args: ["scripts/generate-docs.mjs", "--check"] },
];
