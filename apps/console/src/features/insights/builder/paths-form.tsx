import type { PathsQuery } from "@throughline/contract";
import { ChoiceField } from "./choice-field.tsx";
import { CleanField } from "./clean-field.tsx";
import type { FormProps } from "./form.ts";
import { NodePicker } from "./node-picker.tsx";
import { NumberField } from "./number-field.tsx";
import { Section } from "./section.tsx";
import { without } from "./without.ts";

/** Where people go from a page or event, or how they come to it. */
export function PathsForm({ query, onChange }: FormProps<PathsQuery>) {
  const end = (which: "start" | "end") => (label: string | null) =>
    onChange(label === null ? without(query, which) : { ...query, [which]: label });
  return (
    <>
      <Section title="Paths">
        <ChoiceField
          label="Of"
          value={query.nodes}
          choices={{ page: "Pages", event: "Events", both: "Pages and events" }}
          onChange={(nodes) => onChange({ ...query, nodes })}
        />
        <NodePicker label="Starting at" value={query.start ?? null} query={query} onChange={end("start")} />
        <NodePicker label="Ending at" value={query.end ?? null} query={query} onChange={end("end")} />
        <NumberField label="Steps" value={query.steps} min={2} max={20} onChange={(steps) => onChange({ ...query, steps })} />
        <NumberField label="Transitions" value={query.limit} min={1} max={500} onChange={(limit) => onChange({ ...query, limit })} />
        <NumberField
          label="Pause, min"
          explained="A longer pause than this begins another session."
          value={query.gapMinutes}
          min={1}
          max={1440}
          onChange={(gapMinutes) => onChange({ ...query, gapMinutes })}
        />
      </Section>
      {query.nodes === "event" ? null : <CleanField rules={query.clean} onChange={(clean) => onChange({ ...query, clean })} />}
    </>
  );
}
