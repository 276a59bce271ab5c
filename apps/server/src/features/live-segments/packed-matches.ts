import { noMatches, type Matches } from "@throughline/domain";

/** A profile's matches as they are stored: of each condition a block (see db/postgres/0094_packed_matches.sql). */
export type PackedMatches = Buffer;
const headBytes = 8;
const matchBytes = 12;

export const nothingPacked: PackedMatches = Buffer.alloc(0);

const conditionAt = (packed: PackedMatches, place: number): number => packed.readUInt32BE(place);
const countAt = (packed: PackedMatches, place: number): number => packed.readUInt32BE(place + 4);
const endAt = (packed: PackedMatches, place: number): number => place + headBytes + countAt(packed, place) * matchBytes;

/** Numbers of the conditions of which something is remembered. */
function packedConditions(packed: PackedMatches): number[] {
  const conditions: number[] = [];
  for (let place = 0; place < packed.length; place = endAt(packed, place)) conditions.push(conditionAt(packed, place));
  return conditions;
}

/** The matches of one condition; null where none are remembered. */
export function unpackMatches(packed: PackedMatches, condition: number): Matches | null {
  let place = 0;
  while (place < packed.length && conditionAt(packed, place) !== condition) place = endAt(packed, place);
  if (place >= packed.length) return null;
  const at: number[] = [];
  const ids: number[] = [];
  for (let offset = place + headBytes, end = endAt(packed, place); offset < end; offset += matchBytes) {
    at.push(packed.readUIntBE(offset, 6));
    ids.push(packed.readUIntBE(offset + 6, 6));
  }
  return { at, ids };
}

/** The same with other matches of some conditions; of those that `isKept` does not know nothing stays. Empty where nothing is left. */
export function repack(
  packed: PackedMatches,
  changed: ReadonlyMap<number, Matches>,
  isKept: (condition: number) => boolean,
): PackedMatches {
  const stays = runsThat(packed, (condition) => !changed.has(condition) && isKept(condition));
  const comes = [...changed].filter(([, { at }]) => at.length > 0);
  const length =
    stays.reduce((sum, [from, to]) => sum + to - from, 0) + comes.reduce((sum, [, { at }]) => sum + headBytes + at.length * matchBytes, 0);
  const bytes = Buffer.allocUnsafe(length);
  let end = 0;
  for (const [from, to] of stays) end += packed.copy(bytes, end, from, to);
  for (const [condition, { at, ids }] of comes) {
    bytes.writeUInt32BE(condition, end);
    bytes.writeUInt32BE(at.length, end + 4);
    end += headBytes;
    for (let index = 0; index < at.length; index++, end += matchBytes) {
      bytes.writeUIntBE(at[index] as number, end, 6);
      bytes.writeUIntBE(ids[index] as number, end + 6, 6);
    }
  }
  return bytes;
}

/** From where to where stand blocks, one after the other, that stay. */
function runsThat(packed: PackedMatches, stays: (condition: number) => boolean): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let place = 0, end = 0; place < packed.length; place = end) {
    end = endAt(packed, place);
    if (!stays(conditionAt(packed, place))) continue;
    const last = runs.at(-1);
    if (last && last[1] === place) last[1] = end;
    else runs.push([place, end]);
  }
  return runs;
}

/** The same without what lies in a stretch of time; `untilMs` is excluded. */
export function withoutStretch(packed: PackedMatches, { fromMs, untilMs }: { fromMs: number; untilMs: number }): PackedMatches {
  const left = new Map<number, Matches>();
  for (const condition of packedConditions(packed)) {
    const { at, ids } = unpackMatches(packed, condition) ?? noMatches;
    const stays = (_: unknown, index: number) => (at[index] as number) < fromMs || (at[index] as number) >= untilMs;
    left.set(condition, { at: at.filter(stays), ids: ids.filter(stays) });
  }
  return repack(packed, left, () => true);
}
