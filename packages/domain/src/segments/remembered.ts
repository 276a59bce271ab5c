import type { Behaviour } from "../predicates/compile-predicate.ts";
import type { Served } from "../predicates/compile-sequence.ts";
import type { PersonView } from "../predicates/view.ts";
import { canonicalMatch } from "./canonical-match.ts";
import type { Matches } from "./matches.ts";

/** A person whose behaviour is remembered as matches of conditions (by their canonical text, in order of time) instead of interactions. */
export type RememberedView = PersonView & {
  matches: Remembered;
  /** Of an account: what names it itself, whoever did it. Its journeys are made of that alone; where this is left out, of everything. */
  namedMatches?: Remembered;
};
type Remembered = { get(condition: string): readonly Served[] | undefined };

/** A stretch of a profile's time that is a person's, `untilMs` excluded (Infinity for no end), and its matches of a condition. */
export type OwnedMatches = { fromMs: number; untilMs: number; matchesOf(condition: string): Matches | null };

/** A person's matches: a fold over their profiles, each in the time that is theirs, made when it is asked for. An interaction that matches several conditions is one object. */
export function foldMatches(owned: readonly OwnedMatches[]): RememberedView["matches"] {
  const served = new Map<number, Served>();
  const folded = new Map<string, readonly Served[]>();
  const fold = (condition: string): readonly Served[] => {
    const list: Served[] = [];
    for (const { fromMs, untilMs, matchesOf } of owned) {
      const matches = matchesOf(condition);
      if (!matches) continue;
      for (const [index, when] of matches.at.entries()) {
        if (when < fromMs || when >= untilMs) continue;
        const id = matches.ids[index] as number;
        const one = served.get(id) ?? { at: when };
        served.set(id, one);
        list.push(one);
      }
    }
    return owned.length > 1 ? list.sort((a, b) => a.at - b.at) : list;
  };
  return {
    get(condition) {
      const list = folded.get(condition) ?? fold(condition);
      folded.set(condition, list);
      return list;
    },
  };
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
