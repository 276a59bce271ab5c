// The architecture, enforced: contract ← domain ← server, contract ← console, features only through their index, and no cycles.
// (dependency-cruiser needs the JavaScript API of TypeScript, which TypeScript 7 does not have.)
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { root } from "./install.mjs";

const isTest = (file) => /\.(test|fixture)\.tsx?$|\/testing\//.test(file);

/** Each rule: which importing files it is about, what they must not import, and why. */
const rules = [
  { from: /^packages\/contract\//, forbids: /^(packages\/(domain|web)|apps)\//, why: "the contract is the base: it imports none of us" },
  { from: /^packages\/domain\//, forbids: /^(packages\/web|apps)\//, why: "the domain knows only the contract" },
  {
    from: /^packages\/domain\/src\//,
    tests: false,
    forbids: /^node:(?!crypto$)/,
    why: "the domain is pure: no I/O (of Node only crypto's hash)",
  },
  {
    from: /^packages\/web\/src\//,
    tests: false,
    forbids: /^(apps|packages\/domain)\//,
    why: "the browser SDK takes types from the contract only",
  },
  { from: /^apps\/console\/src\//, forbids: /^(apps\/server|packages\/(domain|web))\//, why: "the console knows only the contract" },
  {
    from: /^apps\/server\/src\/platform\//,
    tests: false,
    forbids: /^apps\/server\/src\/features\//,
    why: "the platform has no business words",
  },
];
const feature = /^apps\/server\/src\/features\/([^/]+)\//;
const packages = {
  "@throughline/contract": "packages/contract/src/index.ts",
  "@throughline/domain": "packages/domain/src/index.ts",
  "@throughline/web": "packages/web/src/index.ts",
};

const files = globSync(["apps/*/src/**/*.{ts,tsx}", "packages/*/src/**/*.ts"], { cwd: root }).sort();
const importStatement = /^\s*(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

function importsOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(importStatement)].map(([, type, specifier, dynamic]) => ({
    target: resolveImport(file, specifier ?? dynamic),
    isType: Boolean(type),
    dynamic: Boolean(dynamic),
  }));
}

function resolveImport(file, specifier) {
  if (packages[specifier]) return packages[specifier];
  if (!specifier.startsWith(".")) return specifier;
  const path = relative(root, resolve(root, dirname(file), specifier));
  return [path, `${path}.ts`, `${path}.tsx`].find((candidate) => /\.\w+$/.test(candidate) && existsSync(join(root, candidate))) ?? path;
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));
const problems = [];
for (const [file, imports] of graph) {
  for (const { target } of imports) {
    for (const rule of rules) {
      if (rule.from.test(file) && rule.forbids.test(target) && !(rule.tests === false && isTest(file)))
        problems.push(`${file} imports ${target}: ${rule.why}.`);
    }
    const [own, other] = [feature.exec(file)?.[1], feature.exec(target)?.[1]];
    if (own && other && own !== other && !isTest(file) && !target.endsWith(`/${other}/index.ts`))
      problems.push(`${file} imports ${target}: a feature is used only through its index.ts.`);
  }
}

/** Depth-first search over imports that exist at run time; type imports vanish. */
const state = new Map();
function visit(file, path) {
  if (state.get(file) === "done") return;
  if (state.get(file) === "open") return void problems.push(`A cycle: ${[...path.slice(path.indexOf(file)), file].join(" → ")}.`);
  state.set(file, "open");
  for (const { target, isType, dynamic } of graph.get(file) ?? [])
    if (!isType && !dynamic && graph.has(target)) visit(target, [...path, file]);
  state.set(file, "done");
}
for (const file of files) visit(file, []);

for (const problem of problems) console.error(problem);
console.log(`${[...graph.values()].flat().length} imports of ${files.length} modules, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
