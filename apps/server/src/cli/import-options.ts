import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { importKinds, type ImportMapping } from "@throughline/contract";
import { CliError, type CliIo } from "./command.ts";

type Kind = (typeof importKinds)[number];
export type ImportOptions = {
  file: string;
  kind: Kind | null;
  map: { column: string; target: string | null }[];
  dryRun: boolean;
  workspace: string | null;
  url: string;
  apiKey: string;
};

/** Reads the command line. Throws a CliError that says what is missing or wrong. */
export function readImportOptions(args: readonly string[], env: CliIo["env"]): ImportOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: "string" },
      map: { type: "string", multiple: true },
      "dry-run": { type: "boolean" },
      workspace: { type: "string" },
      url: { type: "string" },
      "api-key": { type: "string" },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined) throw new CliError("Name the file to import: npm run cli -- import events.csv --kind events");
  if (more.length > 0) throw new CliError(`One file at a time; ${more.join(", ")} would be left out.`);
  const kind = values.kind === undefined ? null : importKinds.find((one) => one === values.kind);
  if (kind === undefined) throw new CliError(`--kind is ${values.kind}; accepted are ${importKinds.join(", ")}.`);
  const url = values.url ?? env["THROUGHLINE_URL"] ?? `http://localhost:${env["PORT"] ?? 4400}`;
  if (!["http:", "https:"].includes(URL.parse(url)?.protocol ?? ""))
    throw new CliError(`--url is ${url}; a URL such as http://localhost:4400 is accepted.`);
  const apiKey = values["api-key"] ?? env["THROUGHLINE_API_KEY"];
  if (!apiKey)
    throw new CliError(
      "An API key with the scopes data:read and data:write is needed: --api-key tl_… or THROUGHLINE_API_KEY. Make one in the console under Settings, Keys.",
    );
  // npm runs us in the clone; the file is meant from where the command was typed.
  return {
    file: resolve(env["INIT_CWD"] ?? ".", file),
    kind,
    map: (values.map ?? []).map(readMap),
    dryRun: values["dry-run"] ?? false,
    workspace: values.workspace ?? null,
    url,
    apiKey,
  };
}

/** `column=target`; nothing behind the last `=` leaves the column out. */
function readMap(text: string): { column: string; target: string | null } {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new CliError(`--map is ${text}; column=target is accepted, or column= to leave the column out.`);
  return { column: text.slice(0, at), target: text.slice(at + 1) || null };
}

/** The guessed mapping with what the command line says instead. A target that is given to a column is taken from any other. */
export function applyMap(guessed: ImportMapping, map: ImportOptions["map"]): ImportMapping {
  const stated = new Map(map.map(({ column, target }) => [column, target]));
  const targets = new Set(map.map(({ target }) => target).filter((target) => target !== null));
  const kept = guessed.map((one) => {
    const target = stated.get(one.column);
    if (target !== undefined) return { ...one, target };
    return one.target !== null && targets.has(one.target) ? { ...one, target: null } : one;
  });
  const known = new Set(guessed.map(({ column }) => column));
  return [...kept, ...map.filter(({ column }) => !known.has(column)).map((one) => ({ ...one, type: "auto" as const }))];
}
