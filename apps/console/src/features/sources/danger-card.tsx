import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Source } from "@throughline/contract";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { plural } from "../../ui/format-number.ts";
import classes from "./sources.module.css";
import { useUpdateSource } from "./use-update-source.ts";

/** Stop taking from it for a while, or for good. */
export function DangerCard({ source }: { source: Source }) {
  return (
    <Card title="Stop it" flush>
      <Enable source={source} />
      <Delete source={source} />
    </Card>
  );
}

function Enable({ source }: { source: Source }) {
  const [asking, setAsking] = useState(false);
  const update = useUpdateSource(source.enabled ? `${source.name} is disabled.` : `${source.name} takes events again.`, () =>
    setAsking(false),
  );
  const toggle = () => update.mutate({ id: source.id, enabled: !source.enabled });
  return (
    <div className={classes.danger}>
      <div className="dim small">
        {source.enabled ? "Disabling refuses what it sends, until you enable it again." : "Disabled. What it sends is refused."}
      </div>
      <AllowedButton permission="sources:write" loading={update.isPending} onClick={() => (source.enabled ? setAsking(true) : toggle())}>
        {source.enabled ? "Disable" : "Enable"}
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Disable ${source.name}?`}
        confirmLabel="Disable"
        busy={update.isPending}
        onConfirm={toggle}
      >
        Whatever it sends gets the answer 403. SDKs do not send it again: what happens until you enable it is lost. In the last 24 hours
        that would have been {plural(source.health.accepted24h, "event")}.
      </ConfirmDialog>
    </div>
  );
}

function Delete({ source }: { source: Source }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    api.sources.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: "/data/sources" });
        await queryClient.invalidateQueries({ queryKey: api.sources.list.key() });
        notifyDone(`${source.name} is deleted.`);
      },
      onError: notifyFailure("Could not delete the source"),
    }),
  );
  return (
    <div className={classes.danger}>
      <div className="dim small">Deleting ends its key for good. Its interactions stay on the timelines.</div>
      <AllowedButton permission="sources:write" color="bleed" variant="outline" onClick={() => setAsking(true)}>
        Delete
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${source.name}?`}
        confirmLabel="Delete the source"
        destructive
        typeToConfirm={source.name}
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: source.id })}
      >
        Its write key stops for good, and everything that sends with it gets the answer 401. The interactions that it brought stay, and so
        does what is in quarantine.
      </ConfirmDialog>
    </div>
  );
}
