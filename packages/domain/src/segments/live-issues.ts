import { startNode, type EventMatch, type FieldIssue, type JourneyDefinition, type Predicate, type SegmentOf } from "@throughline/contract";
import { scoreKinds } from "../arbiter/signals.ts";
import { largestCount } from "./condition.ts";
import type { JourneyDefinitions } from "./live-journey.ts";

/** What our own interactions are called when somebody enters or leaves. They never count for a live segment, or it could run in circles. */
export const membershipEvents = ["Segment Entered", "Segment Left"] as const;
/** More often than this is not counted. */
export const largestLiveCount = 500;

/** What a live segment cannot follow in the transaction of an event, each with what to do instead. Field names begin with `field`; `journeys` are those of the workspace that the predicate speaks of; `of` is what it is a segment of. */
export function liveIssues(
  predicate: Predicate,
  field = "predicate",
  journeys: JourneyDefinitions = {},
  of: SegmentOf = "person",
): FieldIssue[] {
  const inside = (part: Predicate, at: string) => liveIssues(part, `${field}.${at}`, journeys, of);
  if ("all" in predicate) return predicate.all.flatMap((part, index) => inside(part, `all[${index}]`));
  if ("any" in predicate) return predicate.any.flatMap((part, index) => inside(part, `any[${index}]`));
  if ("not" in predicate) return inside(predicate.not, "not");
  if ("stage" in predicate) return stageIssues(predicate.stage, field, journeys, of);
  if ("score" in predicate && !scoreKinds.some((kind) => kind === predicate.score))
    return [{ field: `${field}.score`, message: "is no score that is known", accepted: scoreKinds.join(", ") }];
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

function stageIssues(
  { journey: key, stage }: { journey: string; stage: string },
  field: string,
  journeys: JourneyDefinitions,
  of: SegmentOf,
): FieldIssue[] {
  const journey = Object.hasOwn(journeys, key) ? journeys[key] : undefined;
  if (!journey)
    return [{ field: `${field}.stage.journey`, message: `names a journey that is not there: ${key}`, accepted: "the key of a journey" }];
  const stages = [startNode, ...journey.stages.map((one) => one.key)];
  if (!stages.includes(stage))
    return [
      { field: `${field}.stage.stage`, message: `names a stage that ${journey.name} does not have: ${stage}`, accepted: stages.join(", ") },
    ];
  if (journey.by !== of)
    return [
      of === "person"
        ? {
            field: `${field}.stage.journey`,
            message: `names ${journey.name}, a journey of accounts, which a live segment of people cannot follow`,
            accepted: "a journey of people",
          }
        : {
            field: `${field}.stage.journey`,
            message: `names ${journey.name}, a journey of people, and here an account is looked at`,
            accepted:
              "a journey of accounts; or a segment of people by this stage, and peopleIn here (how many of the account's people are in it)",
          },
    ];
  const unfollowed = matchesThatMove(journey).flatMap(({ event, where }) => [
    ...eventIssues(event, field),
    ...(where ? whereIssues(where, field) : []),
  ])[0];
  return unfollowed
    ? [{ ...unfollowed, field: `${field}.stage.journey`, message: `names ${journey.name}, of which a condition ${unfollowed.message}` }]
    : [];
}

/** What decides where somebody is in a journey. */
const matchesThatMove = ({ entry, stages, goal, failures }: JourneyDefinition): EventMatch[] => [
  entry,
  ...goal,
  ...failures.map(({ match }) => match),
  ...stages.flatMap(({ matches }) => matches),
];

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
