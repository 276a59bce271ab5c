import { ActionIcon, Tooltip } from "@mantine/core";
import type { Dashboard } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";

/** Deletes a dashboard, after asking. */
export function DeleteDashboardButton({ dashboard: { id, name } }: { dashboard: Dashboard }) {
  const [asked, setAsked] = useState(false);
  const mayDelete = useCan("insights:write");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation(
    api.dashboards.delete.mutationOptions({
      onSuccess: () => {
        notifyDone(`${name} was deleted.`);
        void navigate({ to: "/insights/dashboards" });
        void queryClient.invalidateQueries({ queryKey: api.dashboards.list.key() });
      },
      onError: notifyFailure("Could not delete the dashboard"),
    }),
  );
  if (!mayDelete) return null;
  return (
    <>
      <Tooltip label="Delete the dashboard">
        <ActionIcon aria-label="Delete the dashboard" onClick={() => setAsked(true)}>
          <IconTrash size={17} />
        </ActionIcon>
      </Tooltip>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Delete ${name}?`}
        confirmLabel="Delete"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        Everybody in the workspace loses it. Saved queries that it shows stay.
      </ConfirmDialog>
    </>
  );
}
