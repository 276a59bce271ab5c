import type { Predicate } from "@throughline/contract";
import { compileEventPredicate, propertyValues, textOfScalar, type InteractionView, type PersonView } from "../../predicates/index.ts";
import type { Span } from "../intervals.ts";

/** Everything that a workspace knows: its people with all that they did. */
export type History = readonly PersonView[];
/** An interaction that a query looks at, and who did it. */
export type Seen = { interaction: InteractionView; person: PersonView };
export type ReferenceContext = { nowMs: number; timezone: string };

/** All interactions that a query looks at, in order of time (at the same instant by id, so that an answer is always the same). Bots are never among them. */
export function lookAt(history: History, where: Predicate | undefined, nowMs: number): Seen[] {
  const holds = where ? compileEventPredicate(where) : () => true;
  return history
    .flatMap((person) => person.interactions.map((interaction) => ({ interaction, person })))
    .filter(({ interaction, person }) => !interaction.bot && holds(interaction, person, nowMs))
    .sort((a, b) => a.interaction.at - b.interaction.at || compareText(a.interaction.id, b.interaction.id));
}

export const liesIn = (span: Span) => (seen: Seen) => seen.interaction.at >= span.fromMs && seen.interaction.at < span.toMs;

/** Order by code points, as ClickHouse orders texts. */
export function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** How a series or a step is called where it has no label of its own. */
export const eventLabel = (event: string | string[] | null): string =>
  event === null ? "Any interaction" : Array.isArray(event) ? event.join(" or ") : event;

/** The value that a breakdown puts an interaction under: the text of the property's first value, or null. */
export function breakdownReader(property: string): (seen: Seen) => string | null {
  const values = propertyValues(property);
  return (seen) => {
    const [first] = values(seen);
    return first === undefined ? null : textOfScalar(first);
  };
}

/** What is beyond a breakdown's limit. */
export const otherGroup = "$other";

/** The values that a breakdown shows, largest first, then by text, null last; `hasOther` when there are more than `limit`. */
export function rankGroups(sizes: ReadonlyMap<string | null, number>, limit: number): { shown: (string | null)[]; hasOther: boolean } {
  const ranked = [...sizes].sort(
    ([a, sizeOfA], [b, sizeOfB]) => sizeOfB - sizeOfA || (a === null ? 1 : b === null ? -1 : compareText(a, b)),
  );
  return { shown: ranked.slice(0, limit).map(([value]) => value), hasOther: ranked.length > limit };
}
