import type { Predicate } from "@throughline/contract";
import { PredicateBuilder } from "../../insights/index.ts";
import type { StepFormContext } from "./form.ts";

type ConditionFieldProps = {
  of: string;
  value: Predicate;
  /** The interaction that let somebody in can be asked about where this names its events. */
  events?: StepFormContext["events"];
  onChange: (value: Predicate) => void;
};

/** A condition on the person; an empty one always holds. */
export function ConditionField({ of, value, events, onChange }: ConditionFieldProps) {
  return (
    <PredicateBuilder
      of={of}
      value={value}
      events={events ?? null}
      scope={events === undefined ? "person" : "flow"}
      onChange={(next) => onChange(next ?? { all: [] })}
    />
  );
}
