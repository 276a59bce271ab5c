import { describe, expect, test } from "vitest";
import { bottomOf, columns, moveTile, upwards, type Place } from "./arrange-tiles.ts";

const tile = (id: string, x: number, y: number, w: number, h: number): Place => ({ id, x, y, w, h });
const grid = [tile("a", 0, 0, 6, 4), tile("b", 6, 0, 6, 4), tile("c", 0, 4, 12, 4)];
const placesOf = (tiles: readonly Place[]) => Object.fromEntries(tiles.map(({ id, x, y, w, h }) => [id, [x, y, w, h]]));
const cellsOf = (tiles: readonly Place[]) =>
  tiles.flatMap(({ x, y, w, h }) => Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`));

describe("moving a tile", () => {
  test("pushes down what it covers and leaves the rest", () => {
    expect(placesOf(moveTile(grid, "a", { x: 6, y: 0, w: 6, h: 4 }))).toEqual({ a: [6, 0, 6, 4], b: [6, 4, 6, 4], c: [0, 8, 12, 4] });
  });

  test("lets everything below move up into the room that it leaves", () => {
    expect(placesOf(moveTile(grid, "c", { x: 0, y: 0, w: 12, h: 2 }))).toEqual({ a: [0, 2, 6, 4], b: [6, 2, 6, 4], c: [0, 0, 12, 2] });
  });

  test("stays inside the grid and large enough to be read", () => {
    expect(placesOf(moveTile(grid, "a", { x: 11, y: -3, w: 6, h: 4 }))).toMatchObject({ a: [6, 0, 6, 4] });
    expect(placesOf(moveTile(grid, "a", { x: 0, y: 0, w: 0, h: 0 }))).toMatchObject({ a: [0, 0, 2, 2] });
  });

  test("there and back again is where it was", () => {
    const there = moveTile(grid, "a", { x: 0, y: 8, w: 6, h: 4 });
    expect(placesOf(moveTile(there, "a", { x: 0, y: 0, w: 6, h: 4 }))).toEqual(placesOf(grid));
  });

  test("never lets two tiles lie on one another, wherever it goes", () => {
    let tiles: Place[] = [...grid, tile("d", 0, 8, 4, 3), tile("e", 4, 8, 4, 5), tile("f", 8, 8, 4, 2)];
    for (let step = 0; step < 200; step++) {
      const id = "abcdef"[(step * 7) % 6] as string;
      tiles = moveTile(tiles, id, { x: (step * 5) % columns, y: (step * 3) % 11, w: 1 + ((step * 11) % 12), h: 1 + ((step * 13) % 6) });
      const cells = cellsOf(tiles);
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...tiles.map(({ x, w }) => x + w))).toBeLessThanOrEqual(columns);
      expect(placesOf(upwards(tiles))).toEqual(placesOf(tiles));
    }
  });
});

test("below all tiles is the lowest end of any", () => {
  expect(bottomOf(grid)).toBe(8);
  expect(bottomOf([])).toBe(0);
});
