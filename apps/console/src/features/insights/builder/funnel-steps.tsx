import { Checkbox, CloseButton } from "@mantine/core";
import { describeEvents, type FunnelQuery } from "@throughline/contract";
import { IconGripVertical, IconPlus } from "@tabler/icons-react";
import { announce } from "../../../ui/announce.ts";
import { useReorder } from "../../../ui/use-reorder.ts";
import classes from "./builder.module.css";
import { EventPicker } from "./event-picker.tsx";
import type { FormProps } from "./form.ts";
import { moveStep, removeStep } from "./move-step.ts";
import { PredicateBuilder } from "./predicate-builder.tsx";
import { Section } from "./section.tsx";
import { useOpenAdded } from "./use-open-added.ts";

/** The steps of a funnel; the handle moves one, dragged or with the arrow keys. */
export function FunnelSteps({ query, onChange }: FormProps<FunnelQuery>) {
  const { steps } = query;
  const { list, openNext } = useOpenAdded<HTMLOListElement>(steps.length);
  const set = (index: number, changes: Partial<FunnelQuery["steps"][number]>) =>
    onChange({ ...query, steps: steps.map((step, i) => (i === index ? { ...step, ...changes } : step)) });
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length || from === to) return;
    onChange(moveStep(query, from, to));
    announce(`${describeEvents(steps[from]?.event ?? null)} is now step ${to + 1} of ${steps.length}`);
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>("[data-handle]")[to]?.focus());
  };
  const { itemProps, handleProps } = useReorder(move);
  return (
    <Section
      title="Steps"
      actions={
        steps.length < 20 ? (
          <button
            type="button"
            className={classes.add}
            onClick={() => {
              openNext();
              onChange({ ...query, steps: [...steps, { event: null, optional: false }] });
            }}
          >
            <IconPlus size={12} /> Step
          </button>
        ) : null
      }
    >
      <ol ref={list} className={classes.steps}>
        {steps.map((step, index) => (
          <li key={index} className={classes.item} aria-label={`Step ${index + 1}`} {...itemProps(index)}>
            <div className={classes.line}>
              <button {...handleProps(index)} className={classes.handle} aria-label={`Move step ${index + 1}: arrow keys up and down`}>
                <IconGripVertical size={14} aria-hidden="true" />
                {index + 1}
              </button>
              <EventPicker label={`Event of step ${index + 1}`} value={step.event} onChange={(event) => set(index, { event })} />
              {steps.length > 2 ? (
                <CloseButton size={26} aria-label={`Remove step ${index + 1}`} onClick={() => onChange(removeStep(query, index))} />
              ) : null}
            </div>
            <PredicateBuilder of={`step ${index + 1}`} value={step.where} events={step.event} onChange={(where) => set(index, { where })} />
            {index > 0 && index < steps.length - 1 ? (
              <Checkbox
                size="xs"
                label="Optional: counted, never required"
                checked={step.optional}
                onChange={(event) => set(index, { optional: event.currentTarget.checked })}
              />
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}
