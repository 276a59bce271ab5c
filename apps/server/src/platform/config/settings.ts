import type { Setting } from "./setting.ts";
import { foreignNames, settingTable } from "./setting-table.ts";

type Table = typeof settingTable;

/** Every setting, read and checked. */
export type Settings = { [Key in keyof Table]: Table[Key] extends Setting<infer T> ? T : never };

/** Thrown when the environment cannot be used. The message is the whole list, ready to print; secrets are not in it. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      ["These settings cannot be used:", ...problems.map((problem) => `  - ${problem}`), "docs/settings.md describes every setting."].join(
        "\n",
      ),
    );
    this.name = "SettingsError";
    this.problems = problems;
  }
}

/**
 * Reads the settings from environment variables. Empty counts as absent.
 * @throws SettingsError with everything that is wrong, `THROUGHLINE_…` names that nobody knows included.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const entries = Object.entries(settingTable).map(([key, setting]) => [key, readOne(setting as Setting<unknown>, env, problems)]);
  problems.push(...unknownNames(env));
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.fromEntries(entries) as Settings;
}

function readOne(setting: Setting<unknown>, env: Readonly<Record<string, string | undefined>>, problems: string[]): unknown {
  const given = env[setting.name]?.trim();
  if (!given) return setting.fallback;
  const parsed = setting.parse(given);
  if ("value" in parsed) return parsed.value;
  const shown = setting.secret ? "" : ` (it is ${JSON.stringify(given)})`;
  problems.push(...parsed.problems.map((problem) => `${setting.name} ${problem}${shown}`));
  return setting.fallback;
}

function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.values(settingTable).map((setting) => setting.name);
  return Object.keys(env)
    .filter((name) => name.startsWith("THROUGHLINE_") && !known.includes(name) && !foreignNames.has(name))
    .map((name) => {
      const nearest = known
        .filter((other) => other.startsWith("THROUGHLINE_"))
        .sort((a, b) => distance(name, a) - distance(name, b))[0] as string;
      return `${name} is not a setting${distance(name, nearest) <= 3 ? `; did you mean ${nearest}?` : ""}`;
    });
}

/** Levenshtein distance of two names, in edits. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** Where this server is reached: `PUBLIC_URL`, else host and port, with every-interface addresses shown as localhost. */
export function publicUrlOf(settings: Pick<Settings, "publicUrl" | "host">, port: number): string {
  if (settings.publicUrl) return settings.publicUrl;
  const everywhere = ["0.0.0.0", "::", "[::]"].includes(settings.host);
  const host = everywhere
    ? "localhost"
    : settings.host.includes(":") && !settings.host.startsWith("[")
      ? `[${settings.host}]`
      : settings.host;
  return `http://${host}:${port}`;
}
