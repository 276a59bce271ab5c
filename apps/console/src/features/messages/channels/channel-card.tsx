import { Button } from "@mantine/core";
import type { FieldIssue } from "@throughline/contract";
import type { FormEvent, ReactNode } from "react";
import { Card } from "../../../ui/card.tsx";
import { Status } from "../../../ui/chip.tsx";
import classes from "../messages.module.css";
import type { ChannelsSaving } from "./use-channels-saving.ts";

type ChannelCardProps = {
  title: string;
  state?: { ready: boolean; problem: string | null };
  saving: ChannelsSaving;
  disabled: boolean;
  isChanged: boolean;
  onSave: () => void;
  /** Beside the button that saves. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The form of one channel: whether it can send, what is missing, and saving. */
export function ChannelCard({ title, state, saving, disabled, isChanged, onSave, actions, children }: ChannelCardProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) onSave();
  };
  return (
    <Card
      title={title}
      actions={state ? <Status tone={state.ready ? "good" : "neutral"}>{state.ready ? "Ready" : "Not set up"}</Status> : undefined}
    >
      <form className={classes.form} onSubmit={submit}>
        {state?.problem ? <p className="dim small">{state.problem}</p> : null}
        {children}
        <Refused issues={saving.issues} message={saving.message} />
        {disabled ? null : (
          <div className={classes.actions}>
            <Button type="submit" variant="filled" loading={saving.isPending} disabled={!isChanged}>
              Save
            </Button>
            {actions}
          </div>
        )}
      </form>
    </Card>
  );
}

function Refused({ issues, message }: { issues: readonly FieldIssue[]; message: string | null }) {
  if (message === null) return null;
  return (
    <ul className={classes.issues} role="alert">
      {issues.length === 0 ? <li className={classes.bleeds}>{message}</li> : null}
      {issues.map(({ field, message: what }) => (
        <li key={`${field} ${what}`} className={classes.bleeds}>
          {field.split(".").slice(1).join(", ") || field}: {what}
        </li>
      ))}
    </ul>
  );
}
