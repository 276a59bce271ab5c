import { Alert, Button } from "@mantine/core";
import type { Draft } from "../draft/use-draft.ts";
import classes from "./build.module.css";

/** What keeps the draft from being saved, and what can be done about it. */
export function DraftNotices({ draft }: { draft: Draft }) {
  if (draft.save === "conflict")
    return (
      <Alert color="bleed" role="alert" title="Somebody else changed this flow" className={classes.notice}>
        <div className={classes.noticeLine}>
          <span>Nothing is saved until you choose. What is not taken can be brought back by undo here.</span>
          <Button size="xs" onClick={() => void draft.settle("theirs")}>
            Take theirs
          </Button>
          <Button size="xs" onClick={() => void draft.settle("ours")}>
            Keep mine
          </Button>
        </div>
      </Alert>
    );
  if (draft.problem === null) return null;
  const fields = draft.problem.issues.map(({ field, message }) => `${field} ${message}`).join("; ");
  return (
    <Alert color="bleed" role="alert" title={draft.save === "failed" ? "Not saved yet" : "Not saved"} className={classes.notice}>
      {draft.problem.message} {fields} {draft.save === "failed" ? "It is tried again by itself." : "Change it, or undo."}
    </Alert>
  );
}
