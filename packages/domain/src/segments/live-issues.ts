import type { FieldIssue, Predicate } from "@throughline/contract";
import { largestCount } from "./condition.ts";

/** What our own interactions are called when somebody enters or leaves. They never count for a live segment, or it could run in circles. */
export const membershipEvents = ["Segment Entered", "Segment Left"] as const;
/** More often than this is not counted. */
export const largestLiveCount = 500;

/** What a live segment cannot follow in the transaction of an event, each with what to do instead. Field names begin with `field`. */
export function liveIssues(predicate: Predicate, field = "predicate"): FieldIssue[] {
  if ("all" in predicate) return predicate.all.flatMap((part, index) => liveIssues(part, `${field}.all[${index}]`));
  if ("any" in predicate) return predicate.any.flatMap((part, index) => liveIssues(part, `${field}.any[${index}]`));
  if ("not" in predicate) return liveIssues(predicate.not, `${field}.not`);
  if ("stage" in predicate)
    return [{ field, message: "a live segment cannot follow the stages of a journey yet", accepted: "a did of what begins the stage" }];
  if ("did" in predicate)
    return [
      ...eventIssues(predicate.did, field),
      ...(largestCount(predicate) > largestLiveCount + 1
        ? [{ field: `${field}.count`, message: "counts too far for a live segment", accepted: `at most ${largestLiveCount}` }]
        : []),
      ...(predicate.where ? whereIssues(predicate.where, `${field}.where`) : []),
    ];
  if ("sequence" in predicate)
    return predicate.sequence.flatMap((step, index) => [
      ...eventIssues(typeof step === "string" ? step : step.event, `${field}.sequence[${index}]`),
      ...(typeof step !== "string" && step.where ? whereIssues(step.where, `${field}.sequence[${index}].where`) : []),
    ]);
  return [];
}

function eventIssues(event: string | string[] | null, field: string): FieldIssue[] {
  const own = [event].flat().find((name) => membershipEvents.some((one) => one === name));
  return own === undefined
    ? []
    : [{ field, message: `${own} tells of segments themselves and never counts for one`, accepted: "the condition segment" }];
}

/** A match is settled when the interaction arrives: what it says of itself never changes, all else may. */
function whereIssues(where: Predicate, field: string): FieldIssue[] {
  if ("all" in where) return where.all.flatMap((part, index) => whereIssues(part, `${field}.all[${index}]`));
  if ("any" in where) return where.any.flatMap((part, index) => whereIssues(part, `${field}.any[${index}]`));
  if ("not" in where) return whereIssues(where.not, `${field}.not`);
  if ("property" in where && /^(event|session)\./.test(where.property))
    return where.op === "withinLast"
      ? [
          {
            field,
            message: "within the last … of an event's own property changes as time passes, which a live segment cannot follow inside a did",
            accepted: "within of the did itself, or before, after and between",
          },
        ]
      : [];
  return [
    {
      field,
      message: "speaks of the person or account behind the event, which a live segment cannot follow inside a did",
      accepted: "the same condition beside the did",
    },
  ];
}
