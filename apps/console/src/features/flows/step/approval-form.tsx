import type { StepFormProps } from "./form.ts";
import { OptionalLength } from "./length-field.tsx";
import { WorkFields } from "./work-fields.tsx";

/** A question to a person: yes or no. */
export function ApprovalForm({ step, onChange }: StepFormProps<"approval">) {
  const set = (changes: Partial<typeof step>, about?: string) => onChange({ ...step, ...changes }, about);
  return (
    <>
      <WorkFields step={step} titled="What is asked" firstDueDays={1} onChange={set} />
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
