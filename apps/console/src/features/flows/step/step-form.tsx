import { Select, TextInput } from "@mantine/core";
import type { FlowStep } from "@throughline/contract";
import { stepKinds } from "../words/step-words.ts";
import { ApprovalForm } from "./approval-form.tsx";
import { BranchForm } from "./branch-form.tsx";
import { ChangeForm } from "./change-form.tsx";
import type { StepFormContext } from "./form.ts";
import { MessageForm } from "./message-form.tsx";
import { SplitForm } from "./split-form.tsx";
import classes from "./step.module.css";
import { TaskForm } from "./task-form.tsx";
import { useOtherFlows } from "./use-choices.ts";
import { WaitForm } from "./wait-form.tsx";
import { WebhookForm } from "./webhook-form.tsx";

type StepFormShellProps = { id: string; step: FlowStep; context: StepFormContext; onChange: (step: FlowStep, about?: string) => void };

/** Everything about one step but where it leads. */
export function StepForm({ id, step, context, onChange }: StepFormShellProps) {
  return (
    <>
      <TextInput
        label="Name"
        placeholder={stepKinds[step.kind].label}
        description="On the canvas; without one the step says what it does"
        maxLength={100}
        value={step.label}
        onChange={(event) => onChange({ ...step, label: event.currentTarget.value }, "label")}
      />
      <OfKind id={id} step={step} context={context} onChange={onChange} />
    </>
  );
}

function OfKind({ step, ...props }: StepFormShellProps) {
  switch (step.kind) {
    case "wait":
      return <WaitForm {...props} step={step} />;
    case "branch":
      return <BranchForm {...props} step={step} />;
    case "split":
      return <SplitForm {...props} step={step} />;
    case "message":
      return <MessageForm {...props} step={step} />;
    case "webhook":
      return <WebhookForm {...props} step={step} />;
    case "task":
      return <TaskForm {...props} step={step} />;
    case "approval":
      return <ApprovalForm {...props} step={step} />;
    case "change":
      return <ChangeForm {...props} step={step} />;
    case "flow":
      return <FlowField own={props.context.flowKey} value={step.flow} onChange={(flow) => props.onChange({ ...step, flow })} />;
    case "goal":
      return (
        <p className={classes.note}>
          Who comes here has reached the flow's goal, whatever its event says. The run goes on if the flow does not end at its goal.
        </p>
      );
    case "exit":
      return (
        <TextInput
          label="Why"
          placeholder="They did it by themselves"
          description="Told on the run"
          maxLength={200}
          value={step.reason}
          onChange={(event) => props.onChange({ ...step, reason: event.currentTarget.value }, "reason")}
        />
      );
  }
}

function FlowField({ own, value, onChange }: { own: string; value: string; onChange: (flow: string) => void }) {
  const flows = useOtherFlows(own);
  const known = flows.map(({ value: key, label }) => ({ value: key, label }));
  return (
    <Select
      label="Flow"
      placeholder="Choose a flow"
      description="Its entry rules hold; this one does not wait for it"
      searchable
      data={value !== "" && !known.some((one) => one.value === value) ? [...known, { value, label: `${value} (there is none)` }] : known}
      value={value === "" ? null : value}
      onChange={(flow) => flow !== null && onChange(flow)}
      nothingFoundMessage="No other flow"
    />
  );
}
