import type { Behaviour } from "../predicates/compile-predicate.ts";
import type { Served } from "../predicates/compile-sequence.ts";
import type { PersonView } from "../predicates/view.ts";
import { canonicalMatch } from "./canonical-match.ts";
import type { Matches } from "./matches.ts";

/** A person whose behaviour is remembered as matches of conditions (by their canonical text, in order of time) instead of interactions. */
export type RememberedView = PersonView & { matches: ReadonlyMap<string, readonly Served[]> };

/** A stretch of a profile's time that is a person's, `untilMs` excluded (Infinity for no end), and its matches by condition. */
export type OwnedMatches = { fromMs: number; untilMs: number; matches: ReadonlyMap<string, Matches> };

/** A person's matches: a fold over their profiles, each in the time that is theirs. An interaction that matches several conditions is one object. */
export function foldMatches(owned: readonly OwnedMatches[]): Map<string, Served[]> {
  const served = new Map<string, Served>();
  const folded = new Map<string, Served[]>();
  for (const { fromMs, untilMs, matches } of owned)
    for (const [condition, { at, ids }] of matches) {
      const list = folded.get(condition) ?? [];
      folded.set(condition, list);
      for (const [index, when] of at.entries()) {
        if (when < fromMs || when >= untilMs) continue;
        const id = ids[index] as string;
        const one = served.get(id) ?? { at: when };
        served.set(id, one);
        list.push(one);
      }
    }
  for (const list of folded.values()) list.sort((a, b) => a.at - b.at);
  return folded;
}

/** What a person did, as it is remembered. */
export const servedTo = (person: PersonView, condition: string): readonly Served[] => {
  if (!("matches" in person)) throw new TypeError("Nothing is remembered of this person.");
  return (person as RememberedView).matches.get(condition) ?? [];
};

/** For {@link compilePersonPredicate}: a `did` and the steps of a sequence read what is remembered. */
export const amongMatches: Behaviour = (match) => {
  const condition = canonicalMatch(match);
  return ({ person }) => servedTo(person, condition);
};
