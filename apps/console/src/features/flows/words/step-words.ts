import {
  channelNames,
  describeCondition,
  describeDuration,
  describeWait,
  stepKindNames,
  type FlowStep,
  type FlowStepKind,
} from "@throughline/contract";

/** What each kind of step is called, and what it is for. */
export const stepKinds: Record<FlowStepKind, { label: string; explained: string }> = {
  wait: { label: stepKindNames.wait, explained: "For a time, an event, a condition, a date" },
  branch: { label: stepKindNames.branch, explained: "The first condition that holds is taken" },
  split: { label: stepKindNames.split, explained: "Draws a variant for each person, and keeps it" },
  message: { label: stepKindNames.message, explained: "On any channel, if the arbiter allows it" },
  task: { label: stepKindNames.task, explained: "Work for a person; its outcome can decide" },
  approval: { label: stepKindNames.approval, explained: "Goes on once a person said yes" },
  change: { label: stepKindNames.change, explained: "Traits of the person, and static segments" },
  webhook: { label: stepKindNames.webhook, explained: "Calls an address and branches on its answer" },
  flow: { label: stepKindNames.flow, explained: "Lets the person into another flow" },
  goal: { label: stepKindNames.goal, explained: "Who comes here has reached the goal" },
  exit: { label: stepKindNames.exit, explained: "The run ends here" },
};
/** In the order in which they are offered. */
export const offeredKinds = Object.keys(stepKinds) as FlowStepKind[];

/** “did Report Created” → “Did Report Created”. */
export const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** One line under the title: what the step does. Empty where the title says it all. */
export function stepDetail(step: FlowStep): string {
  const own = step.label !== "";
  switch (step.kind) {
    case "wait": {
      const timeout = step.wait.for === "event" || step.wait.for === "predicate" ? `at most ${describeDuration(step.wait.timeout)}` : "";
      return own ? [describeWait(step.wait), timeout].filter(Boolean).join(", ") : timeout || "then goes on";
    }
    case "branch":
      return step.cases.length === 1
        ? `if ${describeCondition(step.cases[0]?.when ?? { all: [] })}`
        : `${step.cases.length} cases, the first that holds`;
    case "split":
      return step.variants.map(({ key, label, weight }) => `${label || key.toUpperCase()} ${weight}`).join(" · ");
    case "message":
      return [
        own ? channelNames[step.channel] : step.template === "" ? "no template yet" : "",
        step.purpose,
        step.touch === "survey" ? "survey" : "",
        step.stakes === "low" ? "" : `${step.stakes} stakes`,
      ]
        .filter(Boolean)
        .join(" · ");
    case "webhook":
      return `${step.method} ${step.url}`;
    case "task":
      return step.outcomes.length === 0
        ? "for a person; goes on at once"
        : `waits for ${step.outcomes.map(({ outcome }) => outcome).join(" or ")}`;
    case "approval":
      return "waits for a yes or a no";
    case "change":
      return changeWords(step);
    case "flow":
      return step.flow === "" ? "no flow chosen yet" : own ? step.flow : "beside this one";
    case "goal":
      return "counts as reached";
    case "exit":
      return own && step.reason !== "" ? step.reason : "ends the run";
  }
}

function changeWords({ traits, addTo, removeFrom }: Extract<FlowStep, { kind: "change" }>): string {
  const parts = [
    ...traits.map(({ trait, value }) => (value === null ? `without ${trait}` : `${trait} = ${String(value)}`)),
    ...addTo.map((segment) => `into ${segment}`),
    ...removeFrom.map((segment) => `out of ${segment}`),
  ];
  return parts.length === 0 ? "nothing yet" : parts.join(", ");
}

const answerOps = {
  eq: "is",
  neq: "is not",
  gt: ">",
  gte: "≥",
  lt: "<",
  lte: "≤",
  contains: "contains",
  exists: "is there",
  notExists: "is not there",
};
export const answerOperators = Object.entries(answerOps).map(([value, label]) => ({ value, label }));

/** What an edge is called: why one goes this way. Empty where there is nothing to tell. */
export function wayWords(step: FlowStep | undefined, way: string): string {
  if (step === undefined) return "";
  const [name = "", detail = ""] = way.split(/:(.*)/s);
  switch (step.kind) {
    case "wait":
      if (step.wait.for !== "event" && step.wait.for !== "predicate") return "";
      return way === "timedOut" ? `not within ${describeDuration(step.wait.timeout)}` : step.wait.for === "event" ? "came" : "holds";
    case "branch": {
      const one = step.cases[Number(detail)];
      return name === "otherwise" || one === undefined
        ? "otherwise"
        : one.label || (step.cases.length === 1 ? "yes" : describeCondition(one.when));
    }
    case "split": {
      const all = step.variants.reduce((sum, { weight }) => sum + weight, 0);
      const one = step.variants.find(({ key }) => key === detail);
      return one ? `${one.label || one.key.toUpperCase()} · ${all === 0 ? 0 : Math.round((100 * one.weight) / all)} %` : detail;
    }
    case "message":
      return name === "held" ? "held back" : step.heldIs === "edge" ? "sent" : "";
    case "webhook": {
      if (name === "failed") return "failed";
      const answer = step.answers[Number(detail)];
      if (name !== "answer" || answer === undefined) return step.answers.length > 0 ? "any other answer" : "answered";
      const { path, op, value } = answer.when;
      return (
        answer.label || `${path} ${answerOps[op]}${value === null || op === "exists" || op === "notExists" ? "" : ` ${String(value)}`}`
      );
    }
    case "task":
      return name === "outcome" ? detail : step.outcomes.length === 0 ? "" : "no outcome";
    case "approval":
      return name === "approved" ? "yes" : "no";
    default:
      return "";
  }
}
