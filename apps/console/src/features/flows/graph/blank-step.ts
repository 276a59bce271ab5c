import type { FlowDefinition, FlowStep, FlowStepKind } from "@throughline/contract";

const day = (value: number) => ({ value, unit: "day" }) as const;

/** A flow from nothing: started by hand, with no step. */
export const blankDefinition: FlowDefinition = {
  trigger: { kind: "manual" },
  entry: { who: null, again: "never", after: null, whileIn: false },
  exit: { on: [], when: null, onGoal: true },
  goal: null,
  holdout: null,
  stopOnHarm: true,
  start: null,
  steps: {},
  mostVisits: 25,
  layout: {},
};

/** A new step of a kind, as far as it can be told before it is edited; each of its ways leads to the end. */
export function blankStep(kind: FlowStepKind): FlowStep {
  const label = "";
  const next = null;
  switch (kind) {
    case "wait":
      return { kind, label, wait: { for: "duration", duration: day(1) }, next, timedOut: null };
    case "branch":
      return { kind, label, cases: [{ label: "", when: { all: [] }, next }], otherwise: null };
    case "split":
      return {
        kind,
        label,
        variants: [
          { key: "a", label: "", weight: 50, next },
          { key: "b", label: "", weight: 50, next },
        ],
        goal: null,
      };
    case "message":
      return {
        kind,
        label,
        channel: "email",
        template: "",
        touch: "message",
        purpose: "service",
        topic: null,
        priority: 5,
        value: 1,
        stakes: "low",
        expiresAfter: null,
        goal: null,
        next,
        held: null,
        heldIs: "next",
      };
    case "webhook":
      return { kind, label, method: "POST", url: "https://", body: null, answers: [], next, failed: null };
    case "task":
      return {
        kind,
        label,
        title: "Look at {{ person.name }}",
        why: "",
        assignee: null,
        priority: "normal",
        due: null,
        outcomes: [],
        timeout: null,
        next,
      };
    case "approval":
      return {
        kind,
        label,
        title: "May we go on with {{ person.name }}?",
        why: "",
        assignee: null,
        due: null,
        timeout: null,
        approved: null,
        refused: null,
      };
    case "change":
      return { kind, label, traits: [], addTo: [], removeFrom: [], next };
    case "flow":
      return { kind, label, flow: "", next };
    case "goal":
      return { kind, label, next };
    case "exit":
      return { kind, label, reason: "" };
  }
}
