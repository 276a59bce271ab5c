import { CloseButton, NativeSelect, NumberInput } from "@mantine/core";
import { describePredicate, type DidPredicate } from "@throughline/contract";
import type { ReactNode } from "react";
import classes from "./builder.module.css";
import { countOf, countWays, wayOf, type CountWay } from "./did-count.ts";
import { EventPicker } from "./event-picker.tsx";
import { WithinField } from "./within-field.tsx";
import { without } from "./without.ts";

type DidRowProps = {
  value: DidPredicate;
  /** The form of what must hold for each time that counts. */
  conditions: ReactNode;
  onChange: (value: DidPredicate) => void;
  onRemove: () => void;
};

/** “Did … at least n times within …”, about the person behind the interaction. */
export function DidRow({ value, conditions, onChange, onRemove }: DidRowProps) {
  const { way, amount, most } = wayOf(value.count);
  const count = (next: { way?: CountWay; amount?: number; most?: number }) => {
    // From never on at least once.
    const chosen = way === "never" ? { way, amount: 1, most: 1, ...next } : { way, amount, most, ...next };
    onChange({ ...value, count: countOf(chosen.way, chosen.amount, chosen.most) });
  };
  return (
    <div className={classes.condition} role="group" aria-label={describePredicate(value)}>
      <div className={classes.line}>
        <span className="dim small">did</span>
        <EventPicker label="Event that the person did" value={value.did} onChange={(did) => onChange({ ...value, did })} />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
      <div className={classes.wrapping}>
        <NativeSelect
          aria-label="How often, compared"
          value={way}
          data={Object.entries(countWays).map(([key, label]) => ({ value: key, label }))}
          onChange={(event) => count({ way: event.currentTarget.value as CountWay })}
        />
        {way === "never" ? null : (
          <Times label="How often" least={way === "eq" ? 1 : 0} value={amount} onChange={(next) => count({ amount: next })} />
        )}
        {way === "between" ? (
          <>
            <span className="dim small">and</span>
            <Times label="How often, at most" least={0} value={most} onChange={(next) => count({ most: next })} />
          </>
        ) : null}
        <WithinField
          label="Within"
          value={value.within}
          none="ever"
          words={(duration) => `last ${duration}`}
          onChange={(within) => onChange(within === undefined ? without(value, "within") : { ...value, within })}
        />
      </div>
      {conditions}
    </div>
  );
}

function Times({ label, least, value, onChange }: { label: string; least: number; value: number; onChange: (value: number) => void }) {
  return (
    <NumberInput
      aria-label={label}
      className={classes.number}
      min={least}
      max={1_000_000}
      suffix="×"
      value={value}
      onChange={(next) => typeof next === "number" && next >= least && next !== value && onChange(Math.round(next))}
    />
  );
}
