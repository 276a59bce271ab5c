import {
  describeDuration,
  describeEvents,
  describePredicate,
  type DateMoment,
  type EventMatch,
  type FlowGoal,
  type FlowTrigger,
} from "@throughline/contract";

const weekdays = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const describeMatch = ({ event, where }: EventMatch): string =>
  where === undefined ? describeEvents(event) : `${describeEvents(event)} (${describePredicate(where)})`;

function describeMoment({ property, days, at }: DateMoment): string {
  const far = Math.abs(days) === 1 ? "1 day" : `${Math.abs(days)} days`;
  const when = days === 0 ? "on the day of" : `${far} ${days < 0 ? "before" : "after"}`;
  return `${when} ${property}${at === null ? "" : `, at ${at}`}`;
}

/** What lets people in, in words: “does Trial Started”, “comes into the segment fading”. */
export function describeTrigger(trigger: FlowTrigger): string {
  switch (trigger.kind) {
    case "event":
      return `does ${describeMatch(trigger.on)}`;
    case "segment":
      return `${trigger.of === "account" ? "account " : ""}${trigger.on === "entered" ? "comes into" : "leaves"} the segment ${trigger.segment}`;
    case "stage":
      return trigger.on === "reached"
        ? `reaches ${trigger.stage} of ${trigger.journey}`
        : `is still at ${trigger.stage} of ${trigger.journey}${trigger.after === null ? "" : ` after ${describeDuration(trigger.after)}`}`;
    case "date":
      return describeMoment(trigger.moment);
    case "schedule": {
      const day = trigger.every === "week" ? ` on ${weekdays[trigger.weekday]}` : trigger.every === "month" ? ` on day ${trigger.day}` : "";
      return `every ${trigger.every}${day} at ${trigger.at}, whoever ${describePredicate(trigger.who)}`;
    }
    case "manual":
      return "is let in by hand or by a program";
  }
}

/** “does Plan Upgraded within 14 days”. */
export const describeFlowGoal = ({ event, within }: FlowGoal): string => `does ${describeMatch(event)} within ${describeDuration(within)}`;
