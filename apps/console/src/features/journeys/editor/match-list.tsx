import { CloseButton } from "@mantine/core";
import type { EventMatch } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { EventPicker, PredicateBuilder } from "../../insights/index.ts";
import { messageOf, type Problem } from "./draft.ts";
import classes from "./editor.module.css";

type MatchFieldProps = {
  /** What it is about, for screen readers: “entry”, “stage 2”. */
  of: string;
  field: string;
  value: EventMatch;
  problems: readonly Problem[];
  onChange: (value: EventMatch) => void;
  onRemove?: (() => void) | undefined;
};

/** One interaction: an event of the catalogue, and what must hold for it. */
export function MatchField({ of, field, value, problems, onChange, onRemove }: MatchFieldProps) {
  const message = messageOf(problems, field);
  return (
    <div className={classes.match}>
      <div className={classes.line}>
        <EventPicker label={`Event of ${of}`} value={value.event} onChange={(event) => onChange({ ...value, event })} />
        {onRemove ? <CloseButton size={26} aria-label={`Remove this event of ${of}`} onClick={onRemove} /> : null}
      </div>
      <PredicateBuilder
        of={of}
        value={value.where}
        events={value.event}
        onChange={(where) => onChange(where === undefined ? { event: value.event } : { ...value, where })}
      />
      {message ? (
        <p className={classes.problem} role="alert">
          {message}
        </p>
      ) : null}
    </div>
  );
}

type MatchListProps = Omit<MatchFieldProps, "value" | "onChange" | "onRemove"> & {
  value: readonly EventMatch[];
  least: number;
  most: number;
  addLabel: string;
  onChange: (value: EventMatch[]) => void;
};

/** Several interactions of which any will do. */
export function MatchList({ value, least, most, addLabel, onChange, field, of, problems }: MatchListProps) {
  return (
    <div className={classes.matches}>
      {value.map((match, index) => (
        <MatchField
          key={index}
          of={value.length > 1 ? `${of}, ${index + 1}` : of}
          field={`${field}[${index}]`}
          value={match}
          problems={problems}
          onChange={(next) => onChange(value.map((one, i) => (i === index ? next : one)))}
          onRemove={value.length > least ? () => onChange(value.filter((_, i) => i !== index)) : undefined}
        />
      ))}
      {value.length < most ? (
        <button type="button" className={classes.add} onClick={() => onChange([...value, { event: null }])}>
          <IconPlus size={12} aria-hidden="true" /> {addLabel}
        </button>
      ) : null}
    </div>
  );
}
