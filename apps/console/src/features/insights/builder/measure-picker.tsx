import { NativeSelect } from "@mantine/core";
import { countMeasures, valueMeasures, type Measure } from "@throughline/contract";
import { useState } from "react";
import { PropertyPicker } from "./property-picker.tsx";
import type { Events } from "./use-catalogue.ts";

const counts: Record<(typeof countMeasures)[number], string> = {
  total: "Total",
  people: "People",
  accounts: "Accounts",
  sessions: "Sessions",
  perPerson: "Times per person",
};
const values: Record<(typeof valueMeasures)[number], string> = {
  sum: "Sum of",
  avg: "Average of",
  p50: "Median of",
  p90: "90th percentile of",
  p99: "99th percentile of",
  min: "Smallest",
  max: "Largest",
};

/** How a series counts: interactions, people, or the values of a property. */
export function MeasurePicker({
  label,
  value,
  events,
  onChange,
}: {
  label: string;
  value: Measure;
  events: Events;
  onChange: (value: Measure) => void;
}) {
  // A measure of values is whole only with its property; until then the old one stays in the query.
  const [waiting, setWaiting] = useState<(typeof valueMeasures)[number] | null>(null);
  const kind = waiting ?? value.kind;
  const valueKind = valueMeasures.find((one) => one === kind);
  const property = "property" in value ? value.property : null;
  return (
    <>
      <NativeSelect
        aria-label={`${label}: counted as`}
        value={kind}
        data={[
          { group: "Count", items: countMeasures.map((one) => ({ value: one, label: counts[one] })) },
          { group: "Values of a property", items: valueMeasures.map((one) => ({ value: one, label: values[one] })) },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const count = countMeasures.find((one) => one === chosen);
          const valued = valueMeasures.find((one) => one === chosen);
          setWaiting(valued && property === null ? valued : null);
          if (count) onChange({ kind: count });
          else if (valued && property !== null) onChange({ kind: valued, property });
        }}
      />
      {valueKind ? (
        <PropertyPicker
          numbers
          label={`${label}: property`}
          value={property}
          events={events}
          placeholder="which number?"
          onChange={(path) => {
            setWaiting(null);
            onChange({ kind: valueKind, property: path });
          }}
        />
      ) : null}
    </>
  );
}
