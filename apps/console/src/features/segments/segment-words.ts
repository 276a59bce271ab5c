import { describePredicate, withNames, type NameOf, type Predicate, type Segment } from "@throughline/contract";
import type { Tone } from "../../ui/chip.tsx";
import { formatShare } from "../../ui/format-number.ts";
import { formatDateTime } from "../../ui/format-time.ts";

/** A predicate in words, segments, journeys and stages by their names. */
export const inWords = (predicate: Predicate, nameOf: NameOf): string => describePredicate(withNames(predicate, nameOf));

/** “did Report Created” → “Did Report Created”. */
export const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The same text with its times as people read them: the API gives them as ISO 8601. */
export const withReadTimes = (text: string, timeZone: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})/g, (time) =>
    Number.isNaN(Date.parse(time)) ? time : formatDateTime(new Date(time), timeZone),
  );

const contraries: readonly [start: RegExp, contrary: string][] = [
  [/^consented to /, "did not consent to "],
  [/^can be /, "cannot be "],
  [/^is (in|at) /, "is not $1 "],
  [/^did /, "did not do "],
  [/^at least /, "not at least "],
  [/^at most /, "more than "],
  [/^exactly /, "not exactly "],
];

/** The contrary of a condition in words: “is in the segment VIPs” → “is not in the segment VIPs”. */
export function contraryOf(text: string): string {
  const [start, contrary] = contraries.find(([one]) => one.test(text)) ?? [];
  return start === undefined || contrary === undefined ? `not: ${text}` : text.replace(start, contrary);
}

/** The segments that a predicate speaks of. */
export function segmentsIn(node: Predicate): string[] {
  if ("all" in node) return node.all.flatMap(segmentsIn);
  if ("any" in node) return node.any.flatMap(segmentsIn);
  if ("not" in node) return segmentsIn(node.not);
  if ("peopleIn" in node) return [node.peopleIn];
  return "segment" in node ? [node.segment] : [];
}

/** The state of a segment in a word, and what it means. */
export function stateOf({ kind, state, progress }: Pick<Segment, "kind" | "state" | "progress">): { tone: Tone; label: string } {
  if (state === "failed") return { tone: "bleed", label: "Failed" };
  if (state === "computing") return { tone: "accent", label: progress === null ? "Computing" : `Computing, ${formatShare(progress)}` };
  if (kind === "static") return { tone: "neutral", label: "Stays as saved" };
  return progress === null ? { tone: "good", label: "Up to date" } : { tone: "accent", label: `Changing, ${formatShare(progress)}` };
}

/** True while the server still works on it: it is worth looking again soon. */
export const isMoving = ({ state, progress }: Pick<Segment, "state" | "progress">): boolean => state === "computing" || progress !== null;
