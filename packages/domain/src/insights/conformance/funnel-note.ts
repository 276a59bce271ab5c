import type { QueryInput } from "@throughline/contract";
import type { JsonObject } from "../../collect/message.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { writeCase, type CaseNote } from "./write-case.ts";

type FunnelInput = Extract<QueryInput, { kind: "funnel" }>;
type Group = { value: string | null; counts: number[] };

/** A funnel in few words. */
export type FunnelNote = CaseNote & {
  /** Names of the steps; `O?` is an optional one, `A|B` either. Or steps written out. */
  steps: string | FunnelInput["steps"];
  /** Such as `60m`, `1h`, `14d`, `90s`; an hour unless told. */
  window?: string;
  /** What else the query says. */
  query?: Partial<Omit<FunnelInput, "kind" | "steps" | "window">>;
  /** People at each step. */
  counts: number[];
  /** Median seconds to each step from the one before; null: nobody. The first is always null. */
  seconds?: (number | null)[];
  groups?: Group[];
  /** Anything further about the answer. */
  answer?: JsonObject;
};

const units = { s: "second", m: "minute", h: "hour", d: "day" } as const;

function windowOf(text: string): FunnelInput["window"] {
  const unit = text.at(-1);
  if (unit !== "s" && unit !== "m" && unit !== "h" && unit !== "d") throw new SyntaxError(`no window: ${text}`);
  return { value: Number(text.slice(0, -1)), unit: units[unit] };
}

function stepsOf(text: string): FunnelInput["steps"] {
  return text.split(" ").map((step) => {
    const names = step.replace("?", "").split("|");
    return { event: names.length > 1 ? names : (names[0] ?? null), ...(step.endsWith("?") ? { optional: true } : {}) };
  });
}

const figures = (counts: number[]): JsonObject => ({ n: counts[0], steps: counts.map((count) => ({ count })) });

/** A case about a funnel in March 2026. */
export function funnelCase(note: FunnelNote): ConformanceCase {
  const query: FunnelInput = {
    kind: "funnel",
    range: { from: "2026-03-01", to: "2026-03-31" },
    steps: typeof note.steps === "string" ? stepsOf(note.steps) : note.steps,
    window: windowOf(note.window ?? "1h"),
    ...note.query,
  };
  const steps = note.counts.map((count, index) => ({ count, ...(note.seconds ? { medianSeconds: note.seconds[index] } : {}) }));
  const breakdown = note.groups ? { breakdown: note.groups.map(({ value, counts }) => ({ value, ...figures(counts) })) } : {};
  return writeCase(note, query, { kind: "funnel", n: note.counts[0], steps, ...breakdown, ...note.answer });
}
