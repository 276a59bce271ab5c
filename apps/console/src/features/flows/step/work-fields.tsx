import { Textarea } from "@mantine/core";
import type { FlowStep } from "@throughline/contract";
import type { ReactNode } from "react";
import { AssigneeField } from "../../tasks/index.ts";
import { OptionalLength } from "./length-field.tsx";
import { NeededText } from "./needed-text.tsx";

type Work = Pick<Extract<FlowStep, { kind: "task" | "approval" }>, "title" | "why" | "assignee" | "due">;
type WorkFieldsProps = {
  step: Work;
  /** What the title is: what is to be done, or asked. */
  titled: string;
  /** How many days it is due in, as a day is first asked for. */
  firstDueDays: number;
  onChange: (changes: Partial<Work>, about?: string) => void;
  /** Between who does it and until when. */
  children?: ReactNode;
};

/** What every piece of work for a person says: what, why, who, and until when. */
export function WorkFields({ step, titled, firstDueDays, onChange, children }: WorkFieldsProps) {
  return (
    <>
      <NeededText label={titled} maxLength={200} value={step.title} onChange={(title) => onChange({ title }, "title")} />
      <Textarea
        label="Why"
        description="Liquid, as in templates: {{ person.name }}, {{ event.properties.… }}"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={step.why}
        onChange={(event) => onChange({ why: event.currentTarget.value }, "why")}
      />
      <AssigneeField value={step.assignee} onChange={(assignee) => onChange({ assignee })} />
      {children}
      <OptionalLength
        label="Due"
        value={step.due}
        none="no day"
        first={{ value: firstDueDays, unit: "day" }}
        onChange={(due) => onChange({ due }, "due")}
      />
    </>
  );
}
