import { ActionIcon, Button } from "@mantine/core";
import { describeQuery, type SavedQuery } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconFolderOpen, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { useCan } from "../../../app/session.ts";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import classes from "../explorer.module.css";
import { isExplorable } from "../builder/kinds.ts";

type SavedQueriesProps = { onOpen: (saved: SavedQuery) => void; openId: string | null };

/** Opens a query that somebody saved. */
export function SavedQueries({ onOpen, openId }: SavedQueriesProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button leftSection={<IconFolderOpen size={16} />} onClick={() => setOpened(true)}>
        Open
      </Button>
      <SideDrawer opened={opened} onClose={() => setOpened(false)} title="Saved queries">
        <SavedList
          openId={openId}
          onOpen={(saved) => {
            setOpened(false);
            onOpen(saved);
          }}
        />
      </SideDrawer>
    </>
  );
}

function SavedList({ onOpen, openId }: SavedQueriesProps) {
  const saved = useQuery(api.savedQueries.list.queryOptions());
  const mayWrite = useCan("insights:write");
  const [leaving, setLeaving] = useState<SavedQuery | null>(null);
  if (saved.isPending) return <LinesSkeleton lines={8} />;
  if (saved.isError) return <ErrorState error={saved.error} onRetry={() => void saved.refetch()} />;
  // Journeys have a page of their own, which asks about them.
  const shown = saved.data.items.filter(({ query }) => isExplorable(query));
  if (shown.length === 0)
    return <EmptyState title="Nothing saved yet">“Save” keeps the question that you look at, for everybody here.</EmptyState>;
  return (
    <>
      <ul className={classes.saved}>
        {shown.map((one) => (
          <li key={one.id}>
            <button type="button" className={classes.savedOne} aria-current={one.id === openId || undefined} onClick={() => onOpen(one)}>
              <b>{one.name}</b>
              {describeQuery(one.query).startsWith(one.name) ? null : <span className="dim small">{describeQuery(one.query)}</span>}
              <span className="faint small">
                {one.owner} · <TimeAgo at={one.updatedAt} />
              </span>
            </button>
            {mayWrite ? (
              <ActionIcon aria-label={`Delete ${one.name}`} onClick={() => setLeaving(one)}>
                <IconTrash size={16} />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
      <DeleteSaved key={leaving?.id} saved={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function DeleteSaved({ saved, onClose }: { saved: SavedQuery | null; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation(
    api.savedQueries.delete.mutationOptions({
      onSuccess: () => {
        notifyDone("The saved query is deleted.");
        onClose();
        return queryClient.invalidateQueries({ queryKey: api.savedQueries.key() });
      },
      onError: notifyFailure("Could not delete the saved query"),
    }),
  );
  return (
    <ConfirmDialog
      opened={saved !== null}
      onClose={onClose}
      title="Delete the saved query?"
      confirmLabel="Delete"
      destructive
      busy={remove.isPending}
      onConfirm={() => saved && remove.mutate({ id: saved.id })}
    >
      “{saved?.name}” is gone for everybody. Links to it, which hold the question themselves, still work.
    </ConfirmDialog>
  );
}
