import type { LifecycleQuery, RetentionQuery, StickinessQuery } from "@throughline/contract";
import classes from "./builder.module.css";
import { ChoiceField } from "./choice-field.tsx";
import { EventPicker } from "./event-picker.tsx";
import type { FormProps } from "./form.ts";
import { NumberField } from "./number-field.tsx";
import { PredicateBuilder } from "./predicate-builder.tsx";
import { Section } from "./section.tsx";

/** Who comes back after what. */
export function RetentionForm({ query, onChange }: FormProps<RetentionQuery>) {
  return (
    <Section title="Coming back">
      <div className={classes.line}>
        <span className="dim small">after</span>
        <EventPicker
          label="Event that starts"
          value={query.start.event}
          onChange={(event) => onChange({ ...query, start: { ...query.start, event } })}
        />
      </div>
      <PredicateBuilder
        of="the start"
        value={query.start.where}
        events={query.start.event}
        onChange={(where) => onChange({ ...query, start: { ...query.start, where } })}
      />
      <div className={classes.line}>
        <span className="dim small">back to</span>
        <EventPicker
          label="Event that counts as coming back"
          value={query.return.event}
          onChange={(event) => onChange({ ...query, return: { ...query.return, event } })}
        />
      </div>
      <PredicateBuilder
        of="coming back"
        value={query.return.where}
        events={query.return.event}
        onChange={(where) => onChange({ ...query, return: { ...query.return, where } })}
      />
      <ChoiceField
        label="Each"
        value={query.period}
        choices={{ day: "Day", week: "Week", month: "Month" }}
        onChange={(period) => onChange({ ...query, period })}
      />
      <NumberField label="Periods" value={query.periods} min={1} max={60} onChange={(periods) => onChange({ ...query, periods })} />
      <ChoiceField
        label="Cohorts"
        value={query.cohort}
        choices={{ first: "By the first time", recurring: "By every time" }}
        explained={
          query.cohort === "first"
            ? "Everyone stands in one cohort: the period of their first start ever."
            : "Everyone stands in the cohort of each period in which they started."
        }
        onChange={(cohort) => onChange({ ...query, cohort })}
      />
      <ChoiceField
        label="Back"
        value={query.criterion}
        choices={{ on: "In that period", onOrAfter: "In that period or later" }}
        onChange={(criterion) => onChange({ ...query, criterion })}
      />
    </Section>
  );
}

/** The one event that lifecycle and stickiness are about. */
export function ActivityForm<Q extends LifecycleQuery | StickinessQuery>({ query, onChange }: FormProps<Q>) {
  return (
    <Section title="Being active means">
      <EventPicker label="Event that counts as active" value={query.event} onChange={(event) => onChange({ ...query, event })} />
    </Section>
  );
}
