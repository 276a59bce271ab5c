import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Card } from "../../../ui/card.tsx";
import { Status } from "../../../ui/chip.tsx";
import classes from "../messages.module.css";
import type { ChannelsSaving } from "./use-channels-saving.ts";

type ChannelCardProps = {
  title: string;
  state?: { ready: boolean; problem: string | null };
  disabled: boolean;
  /** Where there is something to save. */
  saving?: ChannelsSaving;
  isChanged?: boolean;
  onSave?: () => void;
  /** Beside the button that saves. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The form of one channel: whether it can send, what is missing, and saving. */
export function ChannelCard({ title, state, saving, disabled, isChanged = false, onSave, actions, children }: ChannelCardProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) onSave?.();
  };
  return (
    <Card
      title={title}
      actions={state ? <Status tone={state.ready ? "good" : "neutral"}>{state.ready ? "Ready" : "Not set up"}</Status> : undefined}
    >
      <form className={classes.form} onSubmit={submit}>
        {state?.problem ? <p className="dim small">{state.problem}</p> : null}
        {children}
        {saving?.refused ? (
          <p className={classes.bleeds} role="alert">
            {saving.refused}
          </p>
        ) : null}
        {disabled ? null : (
          <div className={classes.actions}>
            {saving ? (
              <Button type="submit" variant="filled" loading={saving.isPending} disabled={!isChanged}>
                Save
              </Button>
            ) : null}
            {actions}
          </div>
        )}
      </form>
    </Card>
  );
}
