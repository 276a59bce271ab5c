/** Where a tile lies, in cells of a grid. */
export type Place = { id: string; x: number; y: number; w: number; h: number };
export type Box = Pick<Place, "x" | "y" | "w" | "h">;
export const columns = 12;
const least = { w: 2, h: 2 };
const most = { h: 40 };

const overlaps = (a: Place, b: Place): boolean => a.id !== b.id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
export const byPlace = (a: Place, b: Place): number => a.y - b.y || a.x - b.x;

/** A box inside the grid, no smaller than can be read. */
export function fitBox({ x, y, w, h }: Box): Box {
  const width = Math.min(columns, Math.max(least.w, w));
  return { x: Math.min(columns - width, Math.max(0, x)), y: Math.max(0, y), w: width, h: Math.min(most.h, Math.max(least.h, h)) };
}

/** The tiles with one of them moved or resized: what it covers moves down below it, and then everything moves up as far as there is room. Their order in the list stays. */
export function moveTile<Tile extends Place>(tiles: readonly Tile[], id: string, box: Box): Tile[] {
  const moved = tiles.find((tile) => tile.id === id);
  if (!moved) return [...tiles];
  const placed: Tile[] = [{ ...moved, ...fitBox(box) }];
  for (const tile of tiles.filter((one) => one.id !== id).toSorted(byPlace)) placed.push(below(tile, placed));
  const order = new Map(tiles.map((tile, index) => [tile.id, index]));
  return upwards(placed).toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

/** The tile, as far down as it must be to cover none of the others. */
function below<Tile extends Place>(tile: Tile, others: readonly Tile[]): Tile {
  let lowered = tile;
  for (let hit = covered(lowered); hit; hit = covered(lowered)) lowered = { ...lowered, y: hit.y + hit.h };
  return lowered;
  function covered(one: Tile): Tile | undefined {
    return others.find((other) => overlaps(one, other));
  }
}

/** Every tile as far up as there is room, in the order in which they lie; without gaps nothing depends on where it was dragged from. */
export function upwards<Tile extends Place>(tiles: readonly Tile[]): Tile[] {
  const done: Tile[] = [];
  for (const tile of tiles.toSorted(byPlace)) {
    let raised = tile;
    while (raised.y > 0 && !done.some((other) => overlaps({ ...raised, y: raised.y - 1 }, other))) raised = { ...raised, y: raised.y - 1 };
    done.push(raised);
  }
  return done;
}

/** The first row below all tiles. */
export const bottomOf = (tiles: readonly Place[]): number => Math.max(0, ...tiles.map(({ y, h }) => y + h));
