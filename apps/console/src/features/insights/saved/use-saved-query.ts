import type { SavedQuery } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { isExplorable, type ExplorerQuery } from "../builder/kinds.ts";
import { encodeQuery } from "../query-code.ts";

/**
 * The saved query that the address speaks of (`?saved=`), as it was when it was opened, and whether what is looked at differs from it. Saving goes against that version: what somebody else
 * changed meanwhile is a conflict, never overwritten unseen. `onReplace` is told before another question takes the place of this one.
 */
export function useSavedQuery(query: ExplorerQuery, onReplace: () => void) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const id = typeof search["saved"] === "string" ? search["saved"] : null;
  const found = useQuery(api.savedQueries.get.queryOptions({ input: { id: id ?? "" }, enabled: id !== null, retry: false }));
  const [opened, setOpened] = useState<SavedQuery | null>(null);
  // The version that was opened stays the one that is edited, whatever is read later.
  if (found.data && id === found.data.id && opened?.id !== id) setOpened(found.data);
  const [theirs, setTheirs] = useState<SavedQuery | null>(null);
  const saved = id !== null && opened?.id === id ? opened : null;

  const show = (one: SavedQuery | null) =>
    void navigate({
      to: ".",
      search: ({ saved: _, ...rest }: Record<string, unknown>): Record<string, unknown> =>
        one === null ? rest : { ...rest, saved: one.id, q: encodeQuery(one.query) },
      replace: true,
      resetScroll: false,
    });
  const open = (one: SavedQuery) => {
    if (encodeQuery(one.query) !== encodeQuery(query)) onReplace();
    setOpened(one);
    setTheirs(null);
    show(one);
  };
  const close = () => show(null);
  const update = useMutation(
    api.savedQueries.update.mutationOptions({
      onSuccess: (now) => {
        setOpened(now);
        setTheirs(null);
        notifyDone(`“${now.name}” is saved. Dashboards that show it follow.`);
        return queryClient.invalidateQueries({ queryKey: api.savedQueries.key() });
      },
      onError: async (error, input) => {
        if (error instanceof ApiError && error.code === "conflict") {
          try {
            setTheirs(await queryClient.fetchQuery(api.savedQueries.get.queryOptions({ input: { id: input.id }, staleTime: 0 })));
          } catch (unread) {
            notifyFailure("Somebody changed the saved query, and it cannot be read now")(unread);
          }
          return;
        }
        notifyFailure("Could not save the query")(error);
        // Deleted meanwhile: what is looked at can still be saved as a new one.
        if (error instanceof ApiError && error.code === "not_found") {
          close();
          void queryClient.invalidateQueries({ queryKey: api.savedQueries.key() });
        }
      },
    }),
  );
  /** Saves what is looked at, under another name if one is given; over `version` rather than the one that was opened. */
  const save = ({
    name,
    version = saved,
    asked = query,
  }: { name?: string; version?: SavedQuery | null; asked?: SavedQuery["query"] } = {}) =>
    saved &&
    version &&
    update.mutate({
      id: saved.id,
      name: name ?? version.name,
      description: version.description,
      query: asked,
      updatedAt: version.updatedAt,
    });
  return {
    saved,
    isEdited: saved !== null && isExplorable(saved.query) && encodeQuery(saved.query) !== encodeQuery(query),
    isSaving: update.isPending,
    /** What somebody else made of it since it was opened, after a save that was refused for that. */
    theirs,
    open,
    close,
    save,
    forgetTheirs: () => setTheirs(null),
    /** The address speaks of a saved query that is not there (any more). */
    isGone: id !== null && found.error instanceof ApiError && found.error.code === "not_found",
  };
}
export type OpenedQuery = ReturnType<typeof useSavedQuery>;
