import type { Import } from "@throughline/contract";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useRef, useState, type FocusEvent } from "react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { isFileGone, isReading, type ImportKind } from "./import-status.tsx";
import classes from "./imports.module.css";
import { missingOf, problemsOf } from "./targets.ts";
import type { Draft, useImportActions } from "./use-import-actions.ts";

type ImportActionsProps = { item: Import; draft: Draft | null; actions: ReturnType<typeof useImportActions> };

/** Where what was imported is found. */
const shownAt: Record<ImportKind, { to: string; label: string }> = {
  events: { to: "/data/catalogue", label: "See the events" },
  people: { to: "/people", label: "See the people" },
  accounts: { to: "/accounts", label: "See the accounts" },
};

/** What can be done next, the likeliest last. */
export function ImportActions({ item, draft, actions }: ImportActionsProps) {
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
  const gone = isFileGone(item);
  const waits = !gone && (item.status === "uploaded" || item.status === "ready");
  const checked = item.status === "ready" && draft === null;
  return (
    <span className={classes.actions} {...useFocusThatStays()}>
      {isReading(item) ? null : (
        <AllowedButton permission="data:write" onClick={() => setDeleting(true)}>
          Delete
        </AllowedButton>
      )}
      {item.status === "done" && item.rowsRead > item.rowsFailed ? (
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
            onClick={() => dryRun.mutate(draft)}
          >
            {checked ? "Check again" : "Check the file"}
          </AllowedButton>
          <AllowedButton
            permission="data:write"
            unless={unless}
            variant={checked ? "filled" : "default"}
            leftSection={<IconPlayerPlay size={15} />}
            loading={start.isPending}
            onClick={() => start.mutate(draft)}
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
      {gone && !isReading(item) ? (
        <LinkButton to="/data/imports/new" variant="filled">
          Upload the file again
        </LinkButton>
      ) : null}
      {!gone && (item.status === "paused" || item.status === "failed") ? (
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
    </span>
  );
}

/** A button that had the focus and gives way to another, since it was pressed or the server went on, hands the focus to what is likeliest next. */
function useFocusThatStays() {
  const ref = useRef<HTMLSpanElement>(null);
  const isHeld = useRef(false);
  useEffect(() => {
    if (isHeld.current && document.activeElement === document.body)
      [...(ref.current?.querySelectorAll<HTMLElement>("button, a") ?? [])].at(-1)?.focus();
  });
  return {
    ref,
    onFocus: () => void (isHeld.current = true),
    onBlur: ({ target }: FocusEvent) => void (isHeld.current = !target.isConnected || target.matches(":disabled")),
  };
}
