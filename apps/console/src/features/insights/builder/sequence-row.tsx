import { CloseButton, NativeSelect } from "@mantine/core";
import { describePredicate, type EventMatch, type SequencePredicate } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./builder.module.css";
import { EventPicker } from "./event-picker.tsx";
import { WithinField } from "./within-field.tsx";
import { without } from "./without.ts";

type SequenceRowProps = {
  value: SequencePredicate;
  negated: boolean;
  /** The form of what must hold for a step. */
  conditions: (step: EventMatch, index: number, onChange: (step: EventMatch) => void) => ReactNode;
  onChange: (value: SequencePredicate, negated: boolean) => void;
  onRemove: () => void;
};

const mostSteps = 10;
const asMatch = (step: string | EventMatch): EventMatch => (typeof step === "string" ? { event: step } : step);

/** “Did A, then B, within …”: one after the other, whatever lies between. */
export function SequenceRow({ value, negated, conditions, onChange, onRemove }: SequenceRowProps) {
  const steps = value.sequence.map(asMatch);
  const set = (sequence: SequencePredicate["sequence"]) => onChange({ ...value, sequence }, negated);
  // The others stay as they are written.
  const replace = (index: number, step: EventMatch) => set(value.sequence.map((one, i) => (i === index ? step : one)));
  return (
    <div className={classes.condition} role="group" aria-label={describePredicate(value)}>
      <div className={classes.line}>
        <NativeSelect
          aria-label="Whether they did so"
          value={negated ? "not" : ""}
          data={[
            { value: "", label: "did in this order" },
            { value: "not", label: "did not do in this order" },
          ]}
          onChange={(event) => onChange(value, event.currentTarget.value === "not")}
        />
        <span className={classes.grow} />
        <CloseButton size={26} aria-label="Remove this condition" onClick={onRemove} />
      </div>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={index} className={classes.step}>
            <div className={classes.line}>
              <span className="dim small">{index === 0 ? "first" : "then"}</span>
              <EventPicker
                label={`Event of step ${index + 1} of the order`}
                value={step.event}
                onChange={(event) => replace(index, { ...step, event })}
              />
              {steps.length > 2 ? (
                <CloseButton
                  size={22}
                  aria-label={`Remove step ${index + 1} of the order`}
                  onClick={() => set(value.sequence.filter((_, i) => i !== index))}
                />
              ) : null}
            </div>
            {conditions(step, index, (next) => replace(index, next))}
          </li>
        ))}
      </ol>
      <div className={classes.wrapping}>
        {steps.length < mostSteps ? (
          <button type="button" className={classes.add} onClick={() => set([...value.sequence, { event: null }])}>
            <IconPlus size={12} aria-hidden="true" /> Then
          </button>
        ) : null}
        <WithinField
          label="From the first to the last"
          value={value.within}
          none="however long it takes"
          words={(duration) => `within ${duration}`}
          onChange={(within) => onChange(within === undefined ? without(value, "within") : { ...value, within }, negated)}
        />
      </div>
    </div>
  );
}
