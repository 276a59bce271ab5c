import { describeDuration, describeEvents, describePredicate, describeProperty } from "../query/describe-predicate.ts";
import type { EventMatch, Predicate } from "../predicate/predicate.ts";
import type { FlowDefinition } from "./definition.ts";
import type { FlowStep, FlowStepKind, FlowWait, MessageChannel } from "./steps.ts";
import type { DateMoment } from "./trigger.ts";

/** What each kind of step is called. */
export const stepKindNames: Record<FlowStepKind, string> = {
  wait: "Wait",
  branch: "Branch",
  split: "Split",
  message: "Message",
  task: "Task",
  approval: "Approval",
  change: "Change",
  webhook: "Call",
  flow: "Start a flow",
  goal: "Goal",
  exit: "Exit",
};

export const channelNames: Record<MessageChannel, string> = {
  email: "E-mail",
  sms: "SMS",
  push: "Push",
  in_app: "In-app",
  webhook: "Webhook",
};

const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
export const weekdayName = (day: number): string => dayNames[day - 1] ?? String(day);

/** [1,2,3,4,5] → “Mon–Fri”, [6] → “Sat”. */
export function describeWeekdays(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1] = sorted;
  const isRun = sorted.length > 2 && sorted.every((day, index) => day === first + index);
  return isRun ? `${weekdayName(first)}–${weekdayName(first + sorted.length - 1)}` : sorted.map(weekdayName).join(", ");
}

/** “60 days before person’s renewalDate, at 09:00”. */
export function describeDateMoment({ property, days, at }: DateMoment): string {
  const count = Math.abs(days);
  const when = days === 0 ? "on" : `${count} ${count === 1 ? "day" : "days"} ${days < 0 ? "before" : "after"}`;
  return `${when} ${describeProperty(property)}${at === null ? "" : `, at ${at}`}`;
}

/** “Report Created where plan is “growth””. */
export const describeEventMatch = ({ event, where }: EventMatch): string =>
  where === undefined ? describeEvents(event) : `${describeEvents(event)} where ${describePredicate(where)}`;

const isAnything = (when: Predicate) => "all" in when && when.all.length === 0;
/** A condition of a step in words; an empty one always holds. */
export const describeCondition = (when: Predicate): string => (isAnything(when) ? "always" : describePredicate(when));

/** “1 day”, “until Domain Verified”. */
export function describeWait(wait: FlowWait): string {
  switch (wait.for) {
    case "duration":
      return describeDuration(wait.duration);
    case "window":
      return `until it is ${wait.from} to ${wait.to} where they are${wait.weekdays.length === 7 ? "" : `, ${describeWeekdays(wait.weekdays)}`}`;
    case "event":
      return `until ${describeEventMatch(wait.event)}`;
    case "predicate":
      return `until ${describeCondition(wait.when)}`;
    case "date":
      return `until ${describeDateMoment(wait.moment)}`;
  }
}

/** What a step is called wherever it is named: its own label, else what it is. */
export function stepTitle(step: FlowStep): string {
  if (step.label !== "") return step.label;
  if (step.kind === "message")
    return step.template === "" ? `${channelNames[step.channel]} message` : `${channelNames[step.channel]}: ${step.template}`;
  if (step.kind === "task" || step.kind === "approval") return step.title;
  if (step.kind === "wait") return `Wait ${describeWait(step.wait)}`;
  if (step.kind === "exit" && step.reason !== "") return `Exit: ${step.reason}`;
  if (step.kind === "flow" && step.flow !== "") return `Start ${step.flow}`;
  return stepKindNames[step.kind];
}

/** What the step of this id is called in a flow; one that is not there (any more), by its id. */
export function nameOfStep({ steps }: Pick<FlowDefinition, "steps">, id: string): string {
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  return step ? stepTitle(step) : id;
}
