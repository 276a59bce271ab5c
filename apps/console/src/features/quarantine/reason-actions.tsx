import { useState } from "react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { FixForm } from "./fix-form.tsx";
import { mostAtOnce, type QuarantineItem } from "./quarantine-query.ts";
import classes from "./quarantine.module.css";
import { reasonOf } from "./reasons.ts";
import { useQuarantineActions } from "./use-quarantine-actions.ts";

type ReasonActionsProps = {
  code: string;
  count: number;
  source: string | undefined;
  example: QuarantineItem | undefined;
  searched: boolean;
};

/** What a reason means, and what can be done with all that has it. */
export function ReasonActions({ code, count, source, example, searched }: ReasonActionsProps) {
  const [fixing, setFixing] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const { discard } = useQuarantineActions({ onDiscarded: () => setDiscarding(false) });
  const reason = reasonOf(code);
  const target = { code, source };
  const unless = searched ? "A search narrows the list; these act on everything of this reason. Clear the search first." : null;
  const batch = Math.min(count, mostAtOnce);
  return (
    <Card>
      <div className={classes.reason}>
        <div>
          <b>{reason.label}</b>
          <p className="dim">{reason.advice}</p>
        </div>
        <div className={classes.reasonActions}>
          <AllowedButton permission="data:write" unless={unless} variant="filled" onClick={() => setFixing(true)}>
            Fix and try {plural(count, "event")} again
          </AllowedButton>
          <AllowedButton permission="data:write" unless={unless} onClick={() => setDiscarding(true)}>
            Discard
          </AllowedButton>
        </div>
      </div>
      <SideDrawer opened={fixing} onClose={() => setFixing(false)} title={`${reason.label}: fix ${plural(count, "event")}`}>
        <FixForm target={target} count={count} example={example} />
      </SideDrawer>
      <ConfirmDialog
        opened={discarding}
        onClose={() => setDiscarding(false)}
        title={`Discard ${plural(batch, "event")}?`}
        confirmLabel="Discard"
        destructive
        busy={discard.isPending}
        onConfirm={() => discard.mutate(target)}
      >
        They never reach a timeline. They stay readable here under “Discarded”, and cannot be tried again.
        {count > mostAtOnce ? ` This takes ${formatCount(mostAtOnce)} at a time.` : ""}
      </ConfirmDialog>
    </Card>
  );
}
