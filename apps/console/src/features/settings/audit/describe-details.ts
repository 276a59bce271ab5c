import { describePredicate, describeQuery, predicateSchema, querySchema } from "@throughline/contract";
import { formatCount } from "../../../ui/format-number.ts";
import { formatDateTime } from "../../../ui/format-time.ts";
import { asLabel } from "./as-label.ts";

/** A part that became another; `null` where it was or is nothing. */
export type Change = { label: string; from: string | null; to: string | null };
export type Fact = { label: string; value: string };
type Details = Readonly<Record<string, unknown>>;

/** What an entry of the audit log tells besides who, what and when: what changed from what to what, and what else is known. */
export function describeDetails(action: string, details: Details, timeZone: string): { changes: Change[]; facts: Fact[] } {
  const { changes, rest } = splitChanges(action, details);
  return {
    changes: changes.flatMap(([path, from, to]) => differences(path, from, to, timeZone)),
    facts: Object.entries(rest).flatMap(([name, value]) => factsOf([name], value, timeZone)),
  };
}

type Part = [path: string[], from: unknown, to: unknown];

/** Entries tell of changes as two wholes (`before`, `after`), as one value (`from`, `to`), or as the state that was. */
function splitChanges(action: string, details: Details): { changes: Part[]; rest: Details } {
  const { before, after, from, to, ...others } = details;
  if (isObject(before) && isObject(after)) return { changes: [[[], before, after]], rest: without(details, "before", "after") };
  if (action === "member.set_role") return { changes: [[["role"], from, to]], rest: others };
  const state = /^flows\.(live|paused|stopped)$/.exec(action)?.[1];
  if (state !== undefined && typeof before === "string") return { changes: [[["state"], before, state]], rest: without(details, "before") };
  return { changes: [], rest: details };
}

const without = (details: Details, ...names: string[]): Details =>
  Object.fromEntries(Object.entries(details).filter(([name]) => !names.includes(name)));

/** The parts that differ, down to what can be said in words. */
function differences(path: string[], from: unknown, to: unknown, timeZone: string): Change[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  const [was, is] = [inWords(from, timeZone), inWords(to, timeZone)];
  if (was !== undefined && is !== undefined) return [{ label: asLabel(path), from: was, to: is }];
  const [left, right] = [partsOf(from), partsOf(to)];
  const inside = [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
    differences([...path, name], left[name], right[name], timeZone),
  );
  return typeof was === "string" || typeof is === "string"
    ? [{ label: asLabel(path), from: was ?? null, to: is ?? null }, ...inside]
    : inside;
}

function factsOf(path: string[], value: unknown, timeZone: string): Fact[] {
  const words = inWords(value, timeZone);
  if (words === null) return [];
  if (words !== undefined) return [{ label: asLabel(path), value: words }];
  return Object.entries(partsOf(value)).flatMap(([name, part]) => factsOf([...path, name], part, timeZone));
}

/** One line for a list: the first few parts, and how many more there are. */
export function summariseDetails({ changes, facts }: ReturnType<typeof describeDetails>): string {
  const parts = [
    ...changes.map(({ label, from, to }) => `${label}: ${short(from ?? "nothing")} → ${short(to ?? "nothing")}`),
    ...facts.map(({ label, value }) => `${label}: ${short(value)}`),
  ];
  const rest = parts.length - inOneLine;
  return parts.slice(0, inOneLine).join(" · ") + (rest > 0 ? ` · ${formatCount(rest)} more` : "");
}

const inOneLine = 2;
const longestInLine = 60;
const short = (text: string): string => (text.length > longestInLine ? `${text.slice(0, longestInLine - 1)}…` : text);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The parts of an object or list by name; members of lists by what identifies them, if it does, else by their place from 1. */
function partsOf(value: unknown): Record<string, unknown> {
  if (!Array.isArray(value)) return isObject(value) ? value : {};
  const names = value.map(nameOf);
  const tell = !names.includes(undefined) && new Set(names).size === names.length;
  return Object.fromEntries(value.map((member: unknown, index) => [(tell && names[index]) || String(index + 1), member]));
}

const nameOf = (member: unknown): string | undefined => {
  if (!isObject(member)) return undefined;
  const name = member["name"] ?? member["title"] ?? member["key"] ?? member["id"];
  return typeof name === "string" ? name : undefined;
};

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** A value in words, null for nothing, undefined when it has parts that speak for themselves. */
function inWords(value: unknown, timeZone: string): string | null | undefined {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return Number.isInteger(value) ? formatCount(value) : String(value);
  if (typeof value === "string") return isoTime.test(value) ? formatDateTime(new Date(value), timeZone) : value;
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    return value.every((member) => typeof member !== "object" || member === null)
      ? value.map((member) => inWords(member, timeZone) ?? "nothing").join(", ")
      : undefined;
  }
  if (Object.keys(value).length === 0) return null;
  const query = querySchema.safeParse(value);
  if (query.success) return describeQuery(query.data);
  const predicate = predicateSchema.safeParse(value);
  return predicate.success ? describePredicate(predicate.data) : undefined;
}
