import { Switch } from "@mantine/core";
import type { FlowGoal } from "@throughline/contract";
import { LengthField } from "./length-field.tsx";
import { MatchField } from "./match-field.tsx";
import classes from "./step.module.css";

type GoalFieldProps = {
  label: string;
  of: string;
  value: FlowGoal | null;
  description: string;
  onChange: (value: FlowGoal | null) => void;
};

/** What shows that something worked: an event, so long after; or none. */
export function GoalField({ label, of, value, description, onChange }: GoalFieldProps) {
  return (
    <div className={classes.stack}>
      <Switch
        label={label}
        description={description}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { event: { event: null }, within: { value: 14, unit: "day" } } : null)}
      />
      {value === null ? null : (
        <div className={classes.inset}>
          <MatchField of={of} value={value.event} onChange={(event) => onChange({ ...value, event })} />
          <LengthField label="Within" value={value.within} onChange={(within) => onChange({ ...value, within })} />
        </div>
      )}
    </div>
  );
}
