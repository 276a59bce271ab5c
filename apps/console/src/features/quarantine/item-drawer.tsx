import { useState } from "react";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { JsonView } from "../../ui/json-view.tsx";
import { KeyValue } from "../../ui/key-value.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { FixForm } from "./fix-form.tsx";
import { statuses, type QuarantineItem } from "./quarantine-query.ts";
import classes from "./quarantine.module.css";
import { reasonOf } from "./reasons.ts";
import { useQuarantineActions } from "./use-quarantine-actions.ts";

/** One item: what was wrong, what came, and a way to put it right. */
export function ItemDrawer({ item, onClose }: { item: QuarantineItem | undefined; onClose: () => void }) {
  return (
    <SideDrawer opened={item !== undefined} onClose={onClose} title={item ? reasonOf(item.code).label : ""} size={600}>
      {item ? <Item key={item.id} item={item} onClose={onClose} /> : null}
    </SideDrawer>
  );
}

function Item({ item, onClose }: { item: QuarantineItem; onClose: () => void }) {
  return (
    <div className={classes.drawer}>
      <p className={classes.message}>{item.message}</p>
      <p className="dim">{reasonOf(item.code).advice}</p>
      <KeyValue
        items={[
          { label: "Received", value: <TimeAgo at={item.receivedAt} /> },
          {
            label: "Source",
            value: item.source ? (
              <TextLink to={`/data/sources/${item.source.id}`} className="underlined">
                {item.source.name}
              </TextLink>
            ) : (
              "unknown"
            ),
          },
          { label: "Field", value: item.field ? <code>{item.field}</code> : <span className="faint">the whole event</span> },
          {
            label: "Status",
            value: (
              <Chip tone={item.status === "open" ? "warn" : "neutral"}>{statuses.find(({ value }) => value === item.status)?.label}</Chip>
            ),
          },
        ]}
      />
      <section>
        <h3 className={classes.heading}>As it came</h3>
        <JsonView value={item.raw} label="The event as it came" />
      </section>
      {item.status === "open" ? (
        <section>
          {isWhole(item.raw) ? (
            <>
              <h3 className={classes.heading}>Put it right</h3>
              <FixForm target={{ id: item.id }} count={1} example={item} onReplayed={onClose} />
            </>
          ) : null}
          <Discard item={item} onDone={onClose} />
        </section>
      ) : null}
    </div>
  );
}

/** What was cut, or is no object, has no fields to set. */
const isWhole = (raw: unknown): boolean => typeof raw === "object" && raw !== null && !Array.isArray(raw);

function Discard({ item, onDone }: { item: QuarantineItem; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const { discard } = useQuarantineActions({ onDiscarded: onDone });
  return (
    <div className={classes.discard}>
      <AllowedButton permission="data:write" onClick={() => setAsking(true)}>
        Discard it
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Discard this event?"
        confirmLabel="Discard"
        destructive
        busy={discard.isPending}
        onConfirm={() => discard.mutate({ id: item.id })}
      >
        It never reaches a timeline. It stays readable here under “Discarded”, and cannot be tried again.
      </ConfirmDialog>
    </div>
  );
}
