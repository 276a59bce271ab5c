import { CloseButton, NativeSelect } from "@mantine/core";
import type { FunnelQuery } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import classes from "./builder.module.css";
import { EventPicker } from "./event-picker.tsx";
import type { FormProps } from "./form.ts";
import { PredicateBuilder } from "./predicate-builder.tsx";
import { Section } from "./section.tsx";

/** What must not happen between two steps. */
export function ExclusionsField({ query, onChange }: FormProps<FunnelQuery>) {
  const { exclude, steps } = query;
  const last = steps.length - 1;
  const set = (index: number, changes: Partial<FunnelQuery["exclude"][number]>) =>
    onChange({ ...query, exclude: exclude.map((one, i) => (i === index ? { ...one, ...changes } : one)) });
  const places = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ value: String(from + i), label: `step ${from + i + 1}` }));
  return (
    <Section
      title="Not in between"
      actions={
        exclude.length < 5 ? (
          <button
            type="button"
            className={classes.add}
            onClick={() => onChange({ ...query, exclude: [...exclude, { event: null, from: 0, to: last }] })}
          >
            <IconPlus size={12} /> Exclusion
          </button>
        ) : null
      }
    >
      {exclude.map((one, index) => (
        <div key={index} className={classes.item} role="group" aria-label={`Exclusion ${index + 1}`}>
          <div className={classes.line}>
            <span className="dim small">no</span>
            <EventPicker label={`Excluded event ${index + 1}`} value={one.event} onChange={(event) => set(index, { event })} />
            <CloseButton
              size={26}
              aria-label={`Remove exclusion ${index + 1}`}
              onClick={() => onChange({ ...query, exclude: exclude.filter((_, i) => i !== index) })}
            />
          </div>
          <PredicateBuilder
            of={`exclusion ${index + 1}`}
            value={one.where}
            events={one.event}
            onChange={(where) => set(index, { where })}
          />
          <div className={classes.line}>
            <span className="dim small">between</span>
            <NativeSelect
              aria-label="From step"
              value={String(one.from)}
              data={places(0, last - 1)}
              onChange={(event) =>
                set(index, { from: Number(event.currentTarget.value), to: Math.max(one.to, Number(event.currentTarget.value) + 1) })
              }
            />
            <span className="dim small">and</span>
            <NativeSelect
              aria-label="To step"
              value={String(one.to)}
              data={places(one.from + 1, last)}
              onChange={(event) => set(index, { to: Number(event.currentTarget.value) })}
            />
          </div>
        </div>
      ))}
    </Section>
  );
}
