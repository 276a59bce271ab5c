import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { ConditionField } from "./condition-field.tsx";
import type { StepFormProps } from "./form.ts";
import classes from "./step.module.css";

const mostCases = 20;

/** Cases, of which the first that holds is taken. */
export function BranchForm({ step, context, onChange }: StepFormProps<"branch">) {
  const { cases } = step;
  const set = (next: typeof cases, about?: string) => onChange({ ...step, cases: next }, about);
  const swap = (index: number, by: number) => {
    const [one, other] = [cases[index], cases[index + by]];
    if (one && other) set(cases.map((each, i) => (i === index ? other : i === index + by ? one : each)));
  };
  return (
    <>
      <p className={classes.note}>The first case that holds is taken; who fits none goes “otherwise”.</p>
      <ol className={classes.items}>
        {cases.map((one, index) => (
          <li key={index} className={classes.item} aria-label={`Case ${index + 1}`}>
            <div className={classes.line}>
              <TextInput
                className={classes.grow}
                label={cases.length === 1 ? "If" : `Case ${index + 1}`}
                placeholder={cases.length === 1 ? "yes" : "Told by its condition"}
                maxLength={100}
                value={one.label}
                onChange={(event) =>
                  set(
                    cases.map((each, i) => (i === index ? { ...each, label: event.currentTarget.value } : each)),
                    `case ${index}`,
                  )
                }
              />
              {cases.length > 1 ? (
                <>
                  <ActionIcon aria-label={`Case ${index + 1} earlier`} disabled={index === 0} onClick={() => swap(index, -1)}>
                    <IconArrowUp size={15} />
                  </ActionIcon>
                  <ActionIcon aria-label={`Case ${index + 1} later`} disabled={index === cases.length - 1} onClick={() => swap(index, 1)}>
                    <IconArrowDown size={15} />
                  </ActionIcon>
                  <ActionIcon aria-label={`Remove case ${index + 1}`} onClick={() => set(cases.filter((_, i) => i !== index))}>
                    <IconTrash size={15} />
                  </ActionIcon>
                </>
              ) : null}
            </div>
            <ConditionField
              of={`case ${index + 1}`}
              value={one.when}
              events={context.events}
              onChange={(when) => set(cases.map((each, i) => (i === index ? { ...each, when } : each)))}
            />
          </li>
        ))}
      </ol>
      {cases.length < mostCases ? (
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => set([...cases, { label: "", when: { all: [] }, next: null }])}
          >
            Case
          </Button>
        </div>
      ) : null}
    </>
  );
}
