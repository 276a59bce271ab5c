import type { DashboardFilters, SavedQuery, Tile } from "@throughline/contract";
import type { RefObject } from "react";
import { byPlace } from "./arrange-tiles.ts";
import classes from "./tile.module.css";
import { TileFrame, type TileEdits } from "./tile-frame.tsx";

type DashboardGridProps = {
  tiles: readonly Tile[];
  savedQueries: readonly SavedQuery[];
  filters: DashboardFilters;
  edits: TileEdits | null;
  grid: RefObject<HTMLDivElement | null>;
};

/** The tiles on a grid of twelve columns; one below the other on a phone. */
export function DashboardGrid({ tiles, grid, ...rest }: DashboardGridProps) {
  // The order in which they are read, by eye, keyboard and screen reader alike. While they are edited it stays as it was: an element that is moved in the document loses focus and pointer.
  const ordered = rest.edits ? tiles : tiles.toSorted(byPlace);
  return (
    <div ref={grid} className={classes.grid}>
      {ordered.map((tile) => (
        <TileFrame key={tile.id} tile={tile} grid={grid} {...rest} />
      ))}
    </div>
  );
}
