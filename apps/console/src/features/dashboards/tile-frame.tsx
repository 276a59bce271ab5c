import { ActionIcon, Tooltip } from "@mantine/core";
import type { DashboardFilters, Query, SavedQuery, Tile } from "@throughline/contract";
import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router";
import { IconArrowsMove, IconPencil, IconTelescope, IconTrash } from "@tabler/icons-react";
import type { RefObject } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { encodeQuery } from "../insights/index.ts";
import { journeyAddress } from "../journeys/index.ts";
import type { Box } from "./arrange-tiles.ts";
import { QueryTile } from "./query-tile.tsx";
import { TextTile } from "./text-tile.tsx";
import { shownTile } from "./tile-title.ts";
import classes from "./tile.module.css";
import { useTileDrag } from "./use-tile-drag.ts";
import { withFilters } from "./with-filters.ts";

/** Where a tile's question is asked further: the explorer, for a journey its own page. */
const pageOf = (query: Query) =>
  query.kind === "journey" ? journeyAddress(query.journey, query.range) : `/insights?q=${encodeQuery(query)}`;

export type TileEdits = { onPlace: (id: string, box: Box) => void; onEdit: (tile: Tile) => void; onRemove: (id: string) => void };
type TileFrameProps = {
  tile: Tile;
  savedQueries: readonly SavedQuery[];
  filters: DashboardFilters;
  grid: RefObject<HTMLElement | null>;
  /** While the dashboard is edited. */
  edits: TileEdits | null;
};

/** One tile in its place: its title, what it shows, and while the dashboard is edited the means to move, change and remove it. */
export function TileFrame({ tile, savedQueries, filters, grid, edits }: TileFrameProps) {
  const { title, query } = shownTile(tile, savedQueries);
  const drag = useTileDrag({ grid, tile, title, onPlace: (box) => edits?.onPlace(tile.id, box) });
  const place = { "--x": tile.x + 1, "--y": tile.y + 1, "--w": tile.w, "--h": tile.h } as React.CSSProperties;
  return (
    <section className={classes.tile} style={place} data-kind={tile.kind} data-edited={edits ? true : undefined} aria-label={title}>
      {edits || tile.kind !== "text" ? (
        <header className={classes.head}>
          {edits ? (
            <Tooltip label="Drag, or use the arrow keys; with Shift they resize">
              <button type="button" className={classes.handle} aria-label={`Move ${title}`} {...drag.handle}>
                <IconArrowsMove size={15} aria-hidden="true" />
              </button>
            </Tooltip>
          ) : null}
          <h2 className="truncate">{title}</h2>
          {edits ? (
            <>
              <ActionIcon aria-label={`Edit ${title}`} onClick={() => edits.onEdit(tile)}>
                <IconPencil size={15} />
              </ActionIcon>
              <ActionIcon aria-label={`Remove ${title}`} onClick={() => edits.onRemove(tile.id)}>
                <IconTrash size={15} />
              </ActionIcon>
            </>
          ) : query ? (
            <TextLink to={pageOf(withFilters(query, filters))} className={classes.explore} aria-label={`Explore ${title}`} title="Explore">
              <IconTelescope size={15} aria-hidden="true" />
            </TextLink>
          ) : null}
        </header>
      ) : null}
      <div className={classes.body}>
        {tile.kind === "text" ? (
          <TextTile text={tile.text} />
        ) : query ? (
          // What fails in one tile leaves the others as they are.
          <CatchBoundary getResetKey={() => JSON.stringify([query, filters])} errorComponent={FailedTile}>
            <QueryTile query={query} filters={filters} />
          </CatchBoundary>
        ) : (
          <EmptyState title="This saved query is gone">Remove the tile, or choose another query for it.</EmptyState>
        )}
      </div>
      {edits ? <div className={classes.corner} aria-hidden="true" {...drag.corner} /> : null}
    </section>
  );
}

function FailedTile({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} title="This tile cannot be shown" />;
}
