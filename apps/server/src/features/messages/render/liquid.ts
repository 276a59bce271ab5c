import { Liquid, type Template as Parsed } from "liquidjs";
import { LRUCache } from "lru-cache";

/** HTML: what is put out is escaped unless the template says `raw`. Text: as it is. JSON: as the inside of a JSON string, and with `| json` as a whole value. */
export type LiquidMode = "html" | "text" | "json";

/** What the filter `json` gives: it is JSON already. */
class JsonText {
  readonly text: string;

  constructor(value: unknown) {
    this.text = JSON.stringify(value ?? null);
  }
}
const escapeJson = (value: unknown): string => (value instanceof JsonText ? value.text : JSON.stringify(textOf(value)).slice(1, -1));

/** Tags that read files, or go on with another template: there are none. */
const tagsLeftOut = ["include", "render", "layout", "block"];
const limits = { parseLimit: 1_000_000, renderLimit: 250, memoryLimit: 20_000_000 };
/** A message that comes out larger than this is a mistake. */
const longestOutput = 1_000_000;

/** Something that the author of a template can put right. */
export class TemplateFault extends Error {
  override name = "TemplateFault";
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
export const escapeHtml = (value: unknown): string => textOf(value).replaceAll(/[&<>"']/g, (char) => escapes[char] ?? char);

/** What stands in an output: an object as JSON rather than [object Object]. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join("");
  return typeof value === "object" ? JSON.stringify(value) : String(value as string | number | boolean);
}

function createEngine(mode: LiquidMode): Liquid {
  const engine = new Liquid({
    ...limits,
    // In place of the file system: nothing can be read.
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    timezoneOffset: "UTC",
    ...(mode === "html" ? { outputEscape: escapeHtml } : {}),
    ...(mode === "json" ? { outputEscape: escapeJson } : {}),
  });
  if (mode === "json") engine.registerFilter("json", (value: unknown) => new JsonText(value));
  for (const tag of tagsLeftOut) delete engine.tags[tag];
  return engine;
}

const engines: Record<LiquidMode, Liquid> = { html: createEngine("html"), text: createEngine("text"), json: createEngine("json") };
const parsed = new LRUCache<string, Parsed[]>({ max: 2_000, maxSize: 20_000_000, sizeCalculation: (_value, key) => key.length });

/** @throws TemplateFault when it is no Liquid. */
export function parseLiquid(source: string, mode: LiquidMode): Parsed[] {
  const key = `${mode}:${source}`;
  const known = parsed.get(key);
  if (known) return known;
  try {
    const templates = engines[mode].parse(source);
    parsed.set(key, templates);
    return templates;
  } catch (error) {
    throw toFault(error);
  }
}

/**
 * What a template says with these variables. It reads no file, no prototype and nothing that is not in `scope`, and ends after 250 ms or 20 MB.
 * @throws TemplateFault
 */
export function renderLiquid(source: string, mode: LiquidMode, scope: object): string {
  if (!source.includes("{")) return source;
  const templates = parseLiquid(source, mode);
  try {
    const output = String(engines[mode].renderSync(templates, scope));
    if (output.length > longestOutput) throw new TemplateFault(`gives ${output.length} characters; at most ${longestOutput} are sent`);
    return output;
  } catch (error) {
    throw toFault(error);
  }
}

/** What a template reads from outside, as the segments of each path. @throws TemplateFault */
export const pathsOf = (source: string): unknown[][] =>
  engines.text.globalVariableSegmentsSync(parseLiquid(source, "text"), { partials: false });

function toFault(error: unknown): TemplateFault {
  if (error instanceof TemplateFault) return error;
  const text = error instanceof Error ? error.message : String(error);
  const line = /line:(\d+)/.exec(text)?.[1];
  return new TemplateFault(
    text
      .replace(/, (file|line|col):.*$/s, "")
      .split("\n", 1)[0]
      ?.trim() ?? "cannot be rendered",
    line === undefined ? null : Number(line),
  );
}
