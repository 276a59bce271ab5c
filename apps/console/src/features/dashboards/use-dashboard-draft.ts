import type { Dashboard, DashboardFilters, SavedQuery, Tile } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { ApiError } from "../../app/api-error.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { bottomOf, moveTile, upwards, type Box } from "./arrange-tiles.ts";
import type { TileContent } from "./tile-drawer.tsx";
import { draftOf, type Draft } from "./tile-title.ts";

/** The changes to a dashboard until they are saved as one. A dashboard that somebody else saved in the meantime is not written over: its newest version is loaded, and the draft stays. */
export function useDashboardDraft(dashboard: Dashboard, onSaved: () => void) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(dashboard));
  const [added, setAdded] = useState<SavedQuery[]>([]);
  const [version, setVersion] = useState(dashboard.updatedAt);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const save = useMutation(
    api.dashboards.update.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(api.dashboards.get.queryKey({ input: { id: saved.id } }), saved);
        void queryClient.invalidateQueries({ queryKey: api.dashboards.list.key() });
        notifyDone("Saved.");
        onSaved();
      },
      // The editor itself speaks of a conflict, and offers what can be done.
      onError: (error) => isConflictOf(error) || notifyFailure("Could not save the dashboard")(error),
    }),
  );
  const isConflict = isConflictOf(save.error);
  return {
    draft,
    savedQueries: [...dashboard.savedQueries, ...added],
    isSaving: save.isPending,
    isConflict,
    rename: (name: string) => change({ name }),
    describe: (description: string) => change({ description }),
    place: (id: string, box: Box) => setDraft((before) => ({ ...before, tiles: moveTile(before.tiles, id, box) })),
    remove: (id: string) => setDraft((before) => ({ ...before, tiles: upwards(before.tiles.filter((tile) => tile.id !== id)) })),
    /** Puts a new tile at the bottom, or changes the one with this id. */
    put: (content: TileContent, id: string | null) => {
      if (content.kind === "saved") setAdded((before) => [...before, content.saved]);
      setDraft((before) => ({ ...before, tiles: withTile(before.tiles, content, id) }));
    },
    save: (filters: DashboardFilters) => save.mutate({ id: dashboard.id, ...draft, filters, updatedAt: version }),
    /** After a conflict: what is here replaces what is there. */
    overwrite: async (filters: DashboardFilters) => {
      const newest = await queryClient.fetchQuery(api.dashboards.get.queryOptions({ input: { id: dashboard.id }, staleTime: 0 }));
      setVersion(newest.updatedAt);
      save.mutate({ id: dashboard.id, ...draft, filters, updatedAt: newest.updatedAt });
    },
  };
}

const isConflictOf = (error: unknown): boolean => error instanceof ApiError && error.code === "conflict";

function withTile(tiles: readonly Tile[], content: TileContent, id: string | null): Tile[] {
  const old = tiles.find((tile) => tile.id === id);
  const place = old
    ? { id: old.id, x: old.x, y: old.y, w: old.w, h: old.h }
    : { id: newTileId(tiles), x: 0, y: bottomOf(tiles), w: content.kind === "text" ? 4 : 6, h: content.kind === "text" ? 2 : 4 };
  const tile: Tile = content.kind === "saved" ? { ...place, kind: "saved", savedQuery: content.saved.id } : { ...place, ...content };
  return old ? tiles.map((one) => (one === old ? tile : one)) : [...tiles, tile];
}

/** Not taken in this dashboard. (`crypto.randomUUID` is missing on plain http, which intranets still use.) */
function newTileId(tiles: readonly Tile[]): string {
  const taken = new Set(tiles.map(({ id }) => id));
  let number = tiles.length + 1;
  while (taken.has(`tile-${number}`)) number++;
  return `tile-${number}`;
}
