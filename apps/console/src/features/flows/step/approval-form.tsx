import { Textarea } from "@mantine/core";
import { AssigneeField } from "../../tasks/index.ts";
import type { StepFormProps } from "./form.ts";
import { OptionalLength } from "./length-field.tsx";
import { NeededText } from "./needed-text.tsx";

/** A question to a person: yes or no. */
export function ApprovalForm({ step, onChange }: StepFormProps<"approval">) {
  const set = (changes: Partial<typeof step>, about?: string) => onChange({ ...step, ...changes }, about);
  return (
    <>
      <NeededText label="What is asked" maxLength={200} value={step.title} onChange={(title) => set({ title }, "title")} />
      <Textarea
        label="Why"
        description="Liquid: {{ person.name }}, {{ event.properties.… }}"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={step.why}
        onChange={(event) => set({ why: event.currentTarget.value }, "why")}
      />
      <AssigneeField value={step.assignee} onChange={(assignee) => set({ assignee })} />
      <OptionalLength
        label="Due"
        value={step.due}
        none="no day"
        first={{ value: 1, unit: "day" }}
        onChange={(due) => set({ due }, "due")}
      />
      <OptionalLength
        label="Waits"
        value={step.timeout}
        none="as long as it takes"
        some="at most"
        description="Then it is a no"
        first={{ value: 7, unit: "day" }}
        onChange={(timeout) => set({ timeout }, "timeout")}
      />
    </>
  );
}
