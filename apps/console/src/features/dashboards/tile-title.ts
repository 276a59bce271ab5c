import type { Dashboard, Query, SavedQuery, Tile } from "@throughline/contract";
import { byPlace } from "./arrange-tiles.ts";

export type ShownTile = { title: string; query: Query | null };

/** What a tile is called and asks; saved queries under their own name unless the tile has one. A text tile asks nothing. */
export function shownTile(tile: Tile, savedQueries: readonly SavedQuery[]): ShownTile {
  if (tile.kind === "query") return { title: tile.title, query: tile.query };
  if (tile.kind === "text") return { title: /^#{1,3} +(.+)$/m.exec(tile.text)?.[1] ?? "Text", query: null };
  const saved = savedQueries.find(({ id }) => id === tile.savedQuery);
  return { title: tile.title ?? saved?.name ?? "A saved query that is gone", query: saved?.query ?? null };
}

/** What may be changed of a dashboard, without what only a server knows. */
export type Draft = Pick<Dashboard, "name" | "description" | "tiles" | "filters">;
export const draftOf = ({ name, description, tiles, filters }: Dashboard): Draft => ({
  name,
  description,
  tiles: tiles.toSorted(byPlace),
  filters,
});
