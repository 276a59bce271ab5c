import type { Matches } from "@throughline/domain";

/** A profile's matches as they are stored: of each condition a block (see db/postgres/0094_packed_matches.sql). */
const headBytes = 8;
const matchBytes = 12;

/** Where the blocks of a profile's conditions begin, by the conditions' numbers. */
export type PackedMatches = { bytes: Buffer; places: ReadonlyMap<number, number> };

export const nothingPacked: PackedMatches = { bytes: Buffer.alloc(0), places: new Map() };

export function openPacked(bytes: Buffer): PackedMatches {
  const places = new Map<number, number>();
  for (let place = 0; place < bytes.length; place += headBytes + bytes.readUInt32BE(place + 4) * matchBytes)
    places.set(bytes.readUInt32BE(place), place);
  return { bytes, places };
}

/** The matches of one condition; null where none are remembered. */
export function unpackMatches({ bytes, places }: PackedMatches, condition: number): Matches | null {
  const place = places.get(condition);
  if (place === undefined) return null;
  const count = bytes.readUInt32BE(place + 4);
  const at: number[] = [];
  const ids: number[] = [];
  for (let index = 0, offset = place + headBytes; index < count; index++, offset += matchBytes) {
    at.push(bytes.readUIntBE(offset, 6));
    ids.push(bytes.readUIntBE(offset + 6, 6));
  }
  return { at, ids };
}

/** The same with other matches of some conditions; of those that `isKept` does not know nothing stays. Empty where nothing is left. */
export function repack(
  packed: PackedMatches,
  changed: ReadonlyMap<number, Matches>,
  isKept: (condition: number) => boolean,
): PackedMatches {
  const parts: Buffer[] = [];
  for (const [condition, place] of packed.places)
    if (!changed.has(condition) && isKept(condition))
      parts.push(packed.bytes.subarray(place, place + headBytes + packed.bytes.readUInt32BE(place + 4) * matchBytes));
  for (const [condition, matches] of changed) if (matches.at.length > 0) parts.push(pack(condition, matches));
  return openPacked(Buffer.concat(parts));
}

function pack(condition: number, { at, ids }: Matches): Buffer {
  const block = Buffer.allocUnsafe(headBytes + at.length * matchBytes);
  block.writeUInt32BE(condition, 0);
  block.writeUInt32BE(at.length, 4);
  for (let index = 0, offset = headBytes; index < at.length; index++, offset += matchBytes) {
    block.writeUIntBE(at[index] as number, offset, 6);
    block.writeUIntBE(ids[index] as number, offset + 6, 6);
  }
  return block;
}
