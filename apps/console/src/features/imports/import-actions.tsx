import type { Import } from "@throughline/contract";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { isReading, type ImportKind } from "./import-status.tsx";
import { missingOf, problemsOf } from "./targets.ts";
import type { Draft, useImportActions } from "./use-import-actions.ts";

type ImportActionsProps = { item: Import; draft: Draft | null; actions: ReturnType<typeof useImportActions>; onSaved: () => void };

/** Where what was imported is found. */
const shownAt: Record<ImportKind, { to: string; label: string }> = {
  events: { to: "/data/catalogue", label: "See the events" },
  people: { to: "/people", label: "See the people" },
  accounts: { to: "/accounts", label: "See the accounts" },
};

/** What can be done next, the likeliest last. */
export function ImportActions({ item, draft, actions, onSaved }: ImportActionsProps) {
  const [deleting, setDeleting] = useState(false);
  const { dryRun, start, pause, remove } = actions;
  const { kind, mapping } = draft ?? item;
  const missing = missingOf(kind, mapping);
  const unless =
    missing.length > 0
      ? `Some column must become ${missing.join(", and some ")}.`
      : problemsOf(kind, mapping).size > 0
        ? "Some columns cannot become what is set. Put them right first."
        : null;
  const waits = item.status === "uploaded" || item.status === "ready";
  const checked = item.status === "ready" && draft === null;
  const afterSave = { onSuccess: onSaved };
  return (
    <>
      {isReading(item) ? null : (
        <AllowedButton permission="data:write" onClick={() => setDeleting(true)}>
          Delete
        </AllowedButton>
      )}
      {item.status === "done" && item.rowsTaken > 0 ? (
        <LinkButton to={shownAt[item.kind].to} variant="filled">
          {shownAt[item.kind].label}
        </LinkButton>
      ) : null}
      {waits ? (
        <>
          <AllowedButton
            permission="data:write"
            unless={unless}
            variant={checked ? "default" : "filled"}
            loading={dryRun.isPending}
            onClick={() => dryRun.mutate(draft, afterSave)}
          >
            {checked ? "Check again" : "Check the file"}
          </AllowedButton>
          <AllowedButton
            permission="data:write"
            unless={unless}
            variant={checked ? "filled" : "default"}
            leftSection={<IconPlayerPlay size={15} />}
            loading={start.isPending}
            onClick={() => start.mutate(draft, afterSave)}
          >
            Start the import
          </AllowedButton>
        </>
      ) : null}
      {isReading(item) ? (
        <AllowedButton
          permission="data:write"
          leftSection={<IconPlayerPause size={15} />}
          loading={pause.isPending}
          onClick={() => pause.mutate()}
        >
          {item.status === "checking" ? "Stop the check" : "Pause"}
        </AllowedButton>
      ) : null}
      {item.status === "paused" || item.status === "failed" ? (
        <AllowedButton
          permission="data:write"
          variant="filled"
          leftSection={<IconPlayerPlay size={15} />}
          loading={start.isPending}
          onClick={() => start.mutate(null)}
        >
          Resume
        </AllowedButton>
      ) : null}
      <ConfirmDialog
        opened={deleting}
        onClose={() => setDeleting(false)}
        title="Delete this import?"
        confirmLabel="Delete"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        The file and the list of what failed are removed. What was taken stays on the timelines.
      </ConfirmDialog>
    </>
  );
}
