import { startNode } from "../journey/definition.ts";
import type { Duration } from "../predicate/duration.ts";
import type {
  CountCondition,
  DidPredicate,
  EventMatch,
  PeopleInPredicate,
  Predicate,
  PropertyPredicate,
  Scalar,
  ShareCondition,
} from "../predicate/predicate.ts";

const operatorWords: Record<PropertyPredicate["op"], string> = {
  eq: "is",
  neq: "is not",
  in: "is one of",
  notIn: "is none of",
  contains: "contains",
  notContains: "does not contain",
  startsWith: "starts with",
  endsWith: "ends with",
  matches: "matches",
  gt: ">",
  gte: "≥",
  lt: "<",
  lte: "≤",
  between: "is between",
  exists: "is known",
  notExists: "is not known",
  before: "is before",
  after: "is after",
  withinLast: "is within the last",
};

/** How an operator is called: “is one of”. */
export const describeOperator = (op: PropertyPredicate["op"]): string => operatorWords[op];

/** “7 days”, “1 hour”. */
export const describeDuration = ({ value, unit }: { value: number; unit: Duration["unit"] | "month" }): string =>
  `${value} ${unit}${value === 1 ? "" : "s"}`;

/** `event.$path` → “path”, `person.plan` → “person’s plan”. Properties of the interaction itself need no owner. */
export function describeProperty(path: string): string {
  const [scope = "", ...rest] = path.split(".");
  const name = rest
    .join(".")
    .replace(/^\$firstSeen$/, "first seen")
    .replace(/^\$lastSeen$/, "last seen")
    .replace(/^\$/, "");
  return scope === "person" || scope === "account" ? `${scope}’s ${name}` : name;
}

/** The events of a match: “Report Created”, “A or B”, “any event”. */
export function describeEvents(event: string | string[] | null): string {
  if (event === null) return "any event";
  return typeof event === "string" ? event : event.join(" or ");
}

const scalarText = (value: Scalar) =>
  typeof value === "string" ? `“${value}”` : typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

function describePropertyPredicate(predicate: PropertyPredicate): string {
  const start = `${describeProperty(predicate.property)} ${describeOperator(predicate.op)}`;

  if (predicate.op === "withinLast") return `${start} ${describeDuration(predicate.value)}`;
  if (predicate.op === "between") return `${start} ${predicate.value[0]} and ${predicate.value[1]}`;
  if (predicate.op === "in" || predicate.op === "notIn") return `${start} ${predicate.value.map(scalarText).join(", ")}`;
  return "value" in predicate && !Array.isArray(predicate.value) ? `${start} ${scalarText(predicate.value)}` : start;
}

function describeCount(count: CountCondition | undefined): string {
  if (count === undefined) return "";
  if ("eq" in count) return count.eq === 0 ? "" : ` exactly ${times(count.eq)}`;
  if (!("gte" in count)) return ` at most ${times(count.lte)}`;
  return count.lte === undefined ? ` at least ${times(count.gte)}` : ` ${count.gte} to ${times(count.lte)}`;
}
const times = (count: number) => (count === 1 ? "once" : `${count} times`);

function describeDid({ did, where, count, within }: DidPredicate): string {
  const never = count !== undefined && "eq" in count && count.eq === 0;
  const condition = where === undefined ? "" : ` (${describePredicate(where)})`;
  return `${never ? "did not do" : "did"} ${describeEvents(did)}${condition}${describeCount(count)}${within ? ` within ${describeDuration(within)}` : ""}`;
}

/** “at least 3 and at least 50 % of its people are in the segment champions”. */
function describePeopleIn({ peopleIn, count, share }: PeopleInPredicate): string {
  if (share === undefined && count !== undefined && "eq" in count && count.eq === 0)
    return `none of its people is in the segment ${peopleIn}`;
  const counted = count === undefined ? (share === undefined ? ["at least 1"] : []) : [bounds(count, String)];
  const shared = share === undefined ? [] : [bounds(share, (part) => `${Math.round(part * 1000) / 10} %`)];
  return `${[...counted, ...shared].join(" and ")} of its people are in the segment ${peopleIn}`;
}

function bounds(condition: CountCondition | ShareCondition, text: (value: number) => string): string {
  if ("eq" in condition) return `exactly ${text(condition.eq)}`;
  if (!("gte" in condition)) return `at most ${text(condition.lte)}`;
  return condition.lte === undefined ? `at least ${text(condition.gte)}` : `${text(condition.gte)} to ${text(condition.lte)}`;
}

function stepText(step: string | EventMatch): string {
  if (typeof step === "string") return step;
  return step.where === undefined ? describeEvents(step.event) : `${describeEvents(step.event)} (${describePredicate(step.where)})`;
}

/** A predicate in words: “plan is “growth” and did Report Created at least 3 times within 7 days”. */
export function describePredicate(predicate: Predicate): string {
  const joined = (parts: Predicate[], word: string) =>
    parts.map((part) => (isGroup(part) && parts.length > 1 ? `(${describePredicate(part)})` : describePredicate(part))).join(` ${word} `);
  if ("all" in predicate) return predicate.all.length === 0 ? "anything" : joined(predicate.all, "and");
  if ("any" in predicate) return predicate.any.length === 0 ? "nothing" : joined(predicate.any, "or");
  if ("not" in predicate) return `not (${describePredicate(predicate.not)})`;
  if ("property" in predicate) return describePropertyPredicate(predicate);
  if ("did" in predicate) return describeDid(predicate);
  if ("sequence" in predicate)
    return `did ${predicate.sequence.map(stepText).join(", then ")}${predicate.within ? ` within ${describeDuration(predicate.within)}` : ""}`;
  if ("segment" in predicate) return `is in the segment ${predicate.segment}`;
  if ("consent" in predicate) return `consented to ${predicate.consent}`;
  if ("stage" in predicate && predicate.stage.stage === startNode) return `is in ${predicate.stage.journey}, at no stage yet`;
  if ("stage" in predicate) return `is at ${predicate.stage.stage} of ${predicate.stage.journey}`;
  if ("score" in predicate) return `${predicate.score} ${describeOperator(predicate.op)} ${predicate.value}`;
  if ("peopleIn" in predicate) return describePeopleIn(predicate);
  return `can be reached by ${predicate.reachable === "email" ? "e-mail" : predicate.reachable}`;
}

const isGroup = (predicate: Predicate) => "all" in predicate || "any" in predicate;
