import {
  describeDateMoment,
  describeDuration,
  describeEventMatch,
  describePredicate,
  weekdayName,
  type FlowDefinition,
  type FlowTrigger,
} from "@throughline/contract";

export const triggerKinds: Record<FlowTrigger["kind"], { label: string; explained: string }> = {
  event: { label: "Event", explained: "When they do something" },
  segment: { label: "Segment", explained: "When they, or an account of theirs, come into a live segment, or leave it" },
  stage: { label: "Stage of a journey", explained: "When they reach a stage, or are still there after a while" },
  date: { label: "Date", explained: "So long before or after a date that they carry; it moves with the date" },
  schedule: { label: "Schedule", explained: "Everybody for whom something holds, at a time" },
  manual: { label: "By hand", explained: "Somebody lets them in, here or over the API" },
};

export const weekdayChoices = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: weekdayName(day) }));

/** How somebody gets in: “Report Created”, “Enters Champions”. `names` tells how segments and journeys are called. */
export function triggerTitle(trigger: FlowTrigger, nameOf: (key: string) => string = (key) => key): string {
  switch (trigger.kind) {
    case "event":
      return describeEventMatch(trigger.on);
    case "segment":
      return trigger.segment === ""
        ? "Segment not chosen yet"
        : trigger.of === "account"
          ? `Account ${trigger.on === "entered" ? "enters" : "leaves"} ${nameOf(trigger.segment)}`
          : `${trigger.on === "entered" ? "Enters" : "Leaves"} ${nameOf(trigger.segment)}`;
    case "stage": {
      if (trigger.stage === "") return "Stage not chosen yet";
      if (trigger.on === "reached") return `Reaches ${nameOf(trigger.stage)}`;
      return `Stalled at ${nameOf(trigger.stage)}${trigger.after ? ` for ${describeDuration(trigger.after)}` : ""}`;
    }
    case "date": {
      const words = describeDateMoment(trigger.moment);
      return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    }
    case "schedule":
      return scheduleWords(trigger);
    case "manual":
      return "Let in by hand";
  }
}

function scheduleWords({ every, at, weekday, day }: Extract<FlowTrigger, { kind: "schedule" }>): string {
  if (every === "day") return `Every day at ${at}`;
  return every === "week" ? `Every ${weekdayName(weekday)} at ${at}` : `On day ${day} of the month, at ${at}`;
}

/** Who may come in and how often, under the trigger. */
export function entryWords({ entry, trigger }: Pick<FlowDefinition, "entry" | "trigger">): string {
  const often = { never: "once", always: "each time", after: entry.after ? `again after ${describeDuration(entry.after)}` : "again" }[
    entry.again
  ];
  const who = trigger.kind === "schedule" ? describePredicate(trigger.who) : entry.who === null ? "" : `if ${describePredicate(entry.who)}`;
  return [often, who].filter(Boolean).join(" · ");
}

/** “Report Created within 14 days”. */
export function goalWords(goal: FlowDefinition["goal"]): string {
  return goal === null ? "No goal" : `${describeEventMatch(goal.event)} within ${describeDuration(goal.within)}`;
}
