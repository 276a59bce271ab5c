import type { EventMatch } from "@throughline/contract";
import { EventPicker, PredicateBuilder } from "../../insights/index.ts";
import classes from "./step.module.css";

/** One interaction: an event of the catalogue, and what must hold for it. */
export function MatchField({ of, value, onChange }: { of: string; value: EventMatch; onChange: (value: EventMatch) => void }) {
  return (
    <div className={classes.stack}>
      <EventPicker label={`Event of ${of}`} value={value.event} onChange={(event) => onChange({ ...value, event })} />
      <PredicateBuilder
        of={of}
        value={value.where}
        events={value.event}
        scope="interaction"
        withDid={false}
        onChange={(where) => onChange(where === undefined ? { event: value.event } : { ...value, where })}
      />
    </div>
  );
}
