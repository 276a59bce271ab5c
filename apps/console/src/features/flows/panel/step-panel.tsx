import { ActionIcon, Tooltip } from "@mantine/core";
import type { FlowDefinition, FlowIssue, FlowStep } from "@throughline/contract";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { triggerId, changeStep, connect } from "../graph/edit-flow.ts";
import type { StepFormContext } from "../step/form.ts";
import { LeadsTo } from "../step/leads-to.tsx";
import { StepForm } from "../step/step-form.tsx";
import classes from "../step/step.module.css";
import { TriggerForm } from "../trigger/trigger-form.tsx";
import { stepKinds } from "../words/step-words.ts";
import { KindIcon, TriggerIcon } from "../canvas/kind-icon.tsx";
import { IssueList } from "./issue-list.tsx";
import { PanelFrame } from "./panel-frame.tsx";

type StepPanelProps = {
  id: string;
  flowKey: string;
  flow: FlowDefinition;
  issues: readonly FlowIssue[];
  editable: boolean;
  onEdit: (flow: FlowDefinition, about?: string) => void;
  onDuplicate: (id: string) => void;
  onRemove: (id: string) => void;
  onClose: () => void;
};

/** The selected step, or the trigger with all that is the flow's own, to be edited. */
export function StepPanel({ id, flowKey, flow, issues, editable, onEdit, onDuplicate, onRemove, onClose }: StepPanelProps) {
  const step = flow.steps[id];
  const context: StepFormContext = { flowKey, flow, events: flow.trigger.kind === "event" ? flow.trigger.on.event : undefined };
  const own = issues.filter((issue) => (issue.step ?? triggerId) === id);
  if (id === triggerId)
    return (
      <PanelFrame
        title="How it begins, and what it is for"
        icon={<TriggerIcon kind={flow.trigger.kind} />}
        locked={!editable}
        onClose={onClose}
      >
        <div className={classes.form}>
          <IssueList issues={own} />
          <TriggerForm flow={flow} onChange={(next, about) => onEdit(next, about && `flow ${about}`)} />
        </div>
      </PanelFrame>
    );
  if (step === undefined) return null;
  const change = (next: FlowStep, about?: string) => onEdit(changeStep(flow, id, next), about && `${id} ${about}`);
  return (
    <PanelFrame
      title={stepKinds[step.kind].label}
      icon={<KindIcon kind={step.kind} />}
      locked={!editable}
      onClose={onClose}
      actions={
        <>
          {step.kind === "exit" ? null : (
            <Tooltip label="Copy (D)">
              <ActionIcon aria-label="Copy the step" onClick={() => onDuplicate(id)}>
                <IconCopy size={16} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label="Remove (Delete)">
            <ActionIcon aria-label="Remove the step" onClick={() => onRemove(id)}>
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <div className={classes.form} key={id}>
        <IssueList issues={own} />
        <StepForm id={id} step={step} context={context} onChange={change} />
        <LeadsTo id={id} context={context} onConnect={(at, to) => onEdit(connect(flow, at, to))} />
      </div>
    </PanelFrame>
  );
}
