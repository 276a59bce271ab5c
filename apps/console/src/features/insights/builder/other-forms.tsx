import { NumberInput, TextInput } from "@mantine/core";
import type { LifecycleQuery, PathsQuery, RetentionQuery, StickinessQuery } from "@throughline/contract";
import { useState } from "react";
import classes from "./builder.module.css";
import { ChoiceField } from "./choice-field.tsx";
import { EventPicker } from "./event-picker.tsx";
import type { FormProps } from "./form.ts";
import { Section } from "./section.tsx";
import { without } from "./without.ts";

/** Where people go from a page or event, or how they come to it. */
export function PathsForm({ query, onChange }: FormProps<PathsQuery>) {
  const end = (which: "start" | "end") => (text: string) => onChange(text === "" ? without(query, which) : { ...query, [which]: text });
  return (
    <Section title="Paths">
      <ChoiceField
        label="Of"
        value={query.nodes}
        choices={{ page: "Pages", event: "Events", both: "Pages and events" }}
        onChange={(nodes) => onChange({ ...query, nodes })}
      />
      <EndField key={`start ${query.start}`} label="Starting at" value={query.start ?? ""} onChange={end("start")} />
      <EndField key={`end ${query.end}`} label="Ending at" value={query.end ?? ""} onChange={end("end")} />
      <div className={classes.line}>
        <NumberField label="Steps" value={query.steps} min={2} max={20} onChange={(steps) => onChange({ ...query, steps })} />
        <NumberField label="Most edges" value={query.limit} min={1} max={500} onChange={(limit) => onChange({ ...query, limit })} />
        <NumberField
          label="Idle minutes"
          value={query.gapMinutes}
          min={1}
          max={1440}
          onChange={(gapMinutes) => onChange({ ...query, gapMinutes })}
        />
      </div>
    </Section>
  );
}

function EndField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const apply = () => typed.trim() !== value && onChange(typed.trim());
  return (
    <TextInput
      label={label}
      placeholder="any: a path such as /pricing, or an event"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => event.key === "Enter" && apply()}
    />
  );
}

type NumberFieldProps = { label: string; value: number; min: number; max: number; onChange: (value: number) => void };

function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={label}
      className={classes.grow}
      value={value}
      min={min}
      max={max}
      onChange={(next) => typeof next === "number" && next >= min && next <= max && onChange(Math.round(next))}
    />
  );
}

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
      <div className={classes.line}>
        <span className="dim small">back to</span>
        <EventPicker
          label="Event that counts as coming back"
          value={query.return.event}
          onChange={(event) => onChange({ ...query, return: { ...query.return, event } })}
        />
      </div>
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
