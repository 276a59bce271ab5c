import { noMatches, retainMatches, uniteMatches, type Matches } from "@throughline/domain";
import type { LiveCondition } from "./definitions.ts";
import { nothingPacked, repack, unpackMatches, type PackedMatches } from "./packed-matches.ts";

/** New matches of one condition; `key` says whose: a profile, or a profile and the account in whose name it acted. */
export type FoundMatches = { key: string; condition: Pick<LiveCondition, "id" | "needs">; matches: Matches };
/** What is remembered by profile (or profile and account); of one that is not there nothing was asked. */
export type Memory = Map<string, PackedMatches>;
export type Retaining = {
  /** Numbers of the conditions that there still are. */
  conditions: ReadonlySet<number>;
  /** Says whether what is remembered under a key belongs to one person, or account, at all times. */
  isWhole: (key: string) => boolean;
  nowMs: number;
};

/** Puts matches into what is remembered; gives what changed. */
export function uniteMemory(
  memory: Memory,
  found: readonly FoundMatches[],
  { conditions, isWhole, nowMs }: Retaining,
): [key: string, packed: PackedMatches][] {
  const changedRows: [string, PackedMatches][] = [];
  for (const [key, list] of Map.groupBy(found, (one) => one.key)) {
    const before = memory.get(key) ?? nothingPacked;
    const changed = new Map<number, Matches>();
    for (const { condition, matches } of list) {
      const known = changed.get(condition.id) ?? unpackMatches(before, condition.id) ?? noMatches;
      const kept = retainMatches(uniteMatches(known, matches), condition.needs, { isWhole: isWhole(key), nowMs });
      const isSame = kept.at.length === known.at.length && kept.ids.every((id, index) => id === known.ids[index]);
      if (!isSame) changed.set(condition.id, kept);
    }
    if (changed.size === 0) continue;
    const packed = repack(before, changed, (condition) => conditions.has(condition));
    memory.set(key, packed);
    changedRows.push([key, packed]);
  }
  return changedRows;
}

/** Packed rows as one value, cut up there: thousands of values would each be written as text. */
export function asOneValue(packed: readonly PackedMatches[]): { all: Buffer; ends: number[]; lengths: number[] } {
  const ends: number[] = [];
  for (const bytes of packed) ends.push((ends.at(-1) ?? 0) + bytes.length);
  return { all: Buffer.concat(packed), ends, lengths: packed.map((bytes) => bytes.length) };
}
