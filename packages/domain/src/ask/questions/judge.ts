import { querySchema } from "@throughline/contract";
import type { Ask } from "../index.ts";
import { clock } from "./expected.ts";

/** Right; declined although there is an answer; wrong: a query that was not meant. */
export type Verdict = "right" | "declined" | "wrong";

/** In `all`, `any` and lists of values the order means nothing. */
const unordered = new Set(["all", "any", "value"]);
const normal = (query: unknown) =>
  JSON.stringify(querySchema.parse(query), (key, value: unknown) =>
    unordered.has(key) && Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
  );

/** How an answer compares with the query that is meant; `null`: the question must be declined. */
export function judge(ask: Ask, question: string, expected: unknown): Verdict {
  const answer = ask(question, clock);
  if (!answer.understood) return expected === null ? "right" : "declined";
  return expected !== null && normal(answer.query) === normal(expected) ? "right" : "wrong";
}

/** The counts of the verdicts over a set of questions. */
export function score(ask: Ask, set: readonly (readonly [question: string, expected: unknown])[]) {
  const counts = { questions: set.length, right: 0, declined: 0, wrong: 0 };
  for (const [question, expected] of set) counts[judge(ask, question, expected)]++;
  return counts;
}
