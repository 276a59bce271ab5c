import type { FlowDefinition, FlowStep } from "@throughline/contract";

/** What every form of a step knows of the flow around it. */
export type StepFormContext = {
  flowKey: string;
  flow: FlowDefinition;
  /** The events that let somebody in, if events do: their properties can be asked about. */
  events: string | string[] | null | undefined;
};

/** A form of one kind of step. `about` names what is edited: edits of it in a row are one step to undo. */
export type StepFormProps<Kind extends FlowStep["kind"]> = {
  id: string;
  step: Extract<FlowStep, { kind: Kind }>;
  context: StepFormContext;
  onChange: (step: Extract<FlowStep, { kind: Kind }>, about?: string) => void;
};
