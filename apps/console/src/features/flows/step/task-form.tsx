import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { PriorityField } from "../../tasks/index.ts";
import type { StepFormProps } from "./form.ts";
import { OptionalLength } from "./length-field.tsx";
import { NeededText } from "./needed-text.tsx";
import classes from "./step.module.css";
import { WorkFields } from "./work-fields.tsx";

/** Work for a person; its outcome can decide where to go on. */
export function TaskForm({ step, onChange }: StepFormProps<"task">) {
  const set = (changes: Partial<typeof step>, about?: string) => onChange({ ...step, ...changes }, about);
  const { outcomes } = step;
  const freeName = () =>
    ["Done", "Reached", "Not reached", "Declined"].find((name) => !outcomes.some(({ outcome }) => outcome === name)) ??
    `Outcome ${outcomes.length + 1}`;
  return (
    <>
      <WorkFields step={step} titled="What is to be done" firstDueDays={2} onChange={set}>
        <PriorityField value={step.priority} onChange={(priority) => set({ priority })} />
      </WorkFields>
      <section className={classes.stack} aria-label="Outcomes">
        <h3 className={classes.heading}>Outcomes</h3>
        <p className={classes.note}>
          {outcomes.length === 0
            ? "None: the flow goes on at once, and the task has the usual outcomes."
            : "The flow waits until it is finished, and goes on by its outcome."}
        </p>
        <ol className={classes.items}>
          {outcomes.map((one, index) => (
            <li key={index} className={classes.line}>
              <div className={classes.grow}>
                <NeededText
                  label={`Outcome ${index + 1}`}
                  maxLength={60}
                  value={one.outcome}
                  onChange={(outcome) =>
                    outcomes.some((other, i) => i !== index && other.outcome === outcome)
                      ? undefined
                      : set({ outcomes: outcomes.map((other, i) => (i === index ? { ...other, outcome } : other)) }, `outcome ${index}`)
                  }
                />
              </div>
              <ActionIcon
                mb={2}
                aria-label={`Remove outcome ${index + 1}`}
                onClick={() => set({ outcomes: outcomes.filter((_, i) => i !== index) })}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </li>
          ))}
        </ol>
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={outcomes.length >= 10}
            onClick={() => set({ outcomes: [...outcomes, { outcome: freeName(), next: null }] })}
          >
            Outcome
          </Button>
        </div>
      </section>
      {outcomes.length > 0 ? (
        <OptionalLength
          label="Waits"
          value={step.timeout}
          none="as long as it takes"
          some="at most"
          first={{ value: 7, unit: "day" }}
          onChange={(timeout) => set({ timeout }, "timeout")}
        />
      ) : null}
    </>
  );
}
