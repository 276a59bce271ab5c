import { z } from "zod";
import { durationSchema } from "./duration.ts";

/**
 * Who or what matches: the one language of segments, targeting, flow triggers, journey stages and insight filters.
 * Two interpreters read it, in memory (`domain/predicates`) and as ClickHouse SQL (`features/insights`); a property test holds them equal.
 *
 * A property path is `event.…`, `session.…`, `person.…` or `account.…`; dots lead into objects. Names that begin with `$` are ours:
 * `event.$name|$kind|$channel|$actor|$path|$url|$title|$source`, `session.device|browser|os|locale|timezone|referrer|utmSource|utmMedium|utmCampaign|library`,
 * `person.$firstSeen|$lastSeen`, `account.$key|$name|$firstSeen|$lastSeen`. `event.` and `session.` speak of one interaction: they stand where one is looked at
 * (a query's `where`, a stage, `where` of `did`), never alone in a segment.
 *
 * A `$` name that is not among them is a property like any other. What is empty text in these fields is missing. Times among them are ISO 8601 texts in UTC with milliseconds.
 * Dots lead into objects, never into the elements of a list; a name with a dot in it is the same as a path.
 *
 * Values. A path leads to a list of values: a scalar is one, a list gives its scalars; null, objects and lists within a list give none, nor does what is missing. A positive operator
 * holds when any of the values satisfies it (`exists`: when there is one); `neq`, `notIn`, `notContains`, `notExists` are exactly the contrary of their positive.
 * - A value's text is itself, a number as JSON writes it, `true` or `false`. Two scalars are equal when their texts are the same or read as the same decimal number (sources
 *   disagree on `5` and `"5"`). A decimal number is `[+-]?digits(.digits)?([eE][+-]?digits)?` and nothing around it; it counts in double precision, if finite.
 * - `contains`, `startsWith`, `endsWith` and `matches` look at the text, with case. `matches` is RE2, found anywhere, and `.` also stands for a line break.
 * - `gt`, `gte`, `lt`, `lte` and `between` of numbers (both ends in) hold for decimal numbers, be they numbers or texts; not for booleans.
 * - `before`, `after`, `between` of dates and `withinLast` hold for texts `YYYY-MM-DD` or `YYYY-MM-DDThh:mm[:ss[.fraction]][Z|±hh:mm]` of a day that exists, from 1970 to 2299; without
 *   an offset they are UTC, a date is its first moment, and what is finer than a millisecond is cut off. `before` and `after` exclude their own instant; `between` includes both ends, and
 *   the whole day where the upper end is a date; `withinLast` is from `now − value` to now, both included.
 *
 * Accounts. Where an interaction is looked at, `account.…` is its own account, else the person's first; where a person is, the values of all their accounts together. Where an account is looked at
 * (a segment of accounts), `account.…` is its own, `account.$people` how many people it has, and it did what was done in its name: the interactions whose account it is.
 *
 * `did`: without `count` at least once; `within` is from `now − within` to now, both included; without it the whole past. Nothing later than now counts. `where` inside speaks of the one
 * interaction that is counted, and of the person and account behind it. `sequence`: different interactions, one for each entry, in this order (at the same instant in any), and with
 * `within` at most so long from the first to the last, whenever that was; other interactions may lie between. `all: []` holds and `any: []` does not. `stage`: there now, by the
 * rules of the journey's map (docs/journeys.md): a person in a journey by person, an account in one by account; `$start` is in it and at no stage yet. `score`: the latest that somebody gave, of the kinds nps, csat, ces and review; one that is not known
 * satisfies no comparison. `peopleIn`: how many of an account's people (where an account is looked at) are in a segment of people; without `count` and `share` at least one, with both both hold.
 * A share is of all its people, from 0 to 1; an account without people has none and satisfies no share. Names of events, segments, purposes and stages are compared with case.
 */
export type Scalar = string | number | boolean;
export type PropertyPredicate = { property: string } & (
  | { op: "eq" | "neq"; value: Scalar }
  | { op: "in" | "notIn"; value: Scalar[] }
  | { op: "contains" | "notContains" | "startsWith" | "endsWith" | "matches"; value: string }
  | { op: "gt" | "gte" | "lt" | "lte"; value: number }
  | { op: "between"; value: [number, number] | [string, string] }
  | { op: "exists" | "notExists" }
  | { op: "before" | "after"; value: string }
  | { op: "withinLast"; value: z.infer<typeof durationSchema> }
);
export type CountCondition = { eq: number } | { gte: number; lte?: number | undefined } | { lte: number };
/** One interaction: its name (one of several; null is any) and what holds for it. */
export type EventMatch = { event: string | string[] | null; where?: Predicate | undefined };
export type DidPredicate = {
  did: string | string[] | null;
  where?: Predicate | undefined;
  count?: CountCondition | undefined;
  within?: z.infer<typeof durationSchema> | undefined;
};
/** Of all that there are, from 0 to 1; both ends in. */
export type ShareCondition = { gte: number; lte?: number | undefined } | { lte: number };
export type PeopleInPredicate = { peopleIn: string; count?: CountCondition | undefined; share?: ShareCondition | undefined };
export type SequencePredicate = { sequence: (string | EventMatch)[]; within?: z.infer<typeof durationSchema> | undefined };
export type Predicate =
  | { all: Predicate[] }
  | { any: Predicate[] }
  | { not: Predicate }
  | PropertyPredicate
  | DidPredicate
  | SequencePredicate
  | { segment: string }
  | { consent: string }
  | { stage: { journey: string; stage: string } }
  | { score: string; op: "gt" | "gte" | "lt" | "lte"; value: number }
  | { reachable: "email" | "phone" }
  | PeopleInPredicate;

const eventName = z.string().min(1).max(200);
export const eventNames = z.union([eventName, z.array(eventName).min(1).max(50), z.null()]);
export const propertyPath = z
  .string()
  .max(300)
  .regex(/^(event|session|person|account)\.[^.]+(\.[^.]+)*$/, "a property such as event.plan, session.device, person.plan or account.tier");
const scalar = z.union([z.string().max(1000), z.number(), z.boolean()]);
const isoDate = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const key = z.string().min(1).max(100);
const count = z.number().int().min(0).max(1_000_000);
const countSchema = z.union([
  z.strictObject({ eq: count }),
  z.strictObject({ gte: count, lte: count.optional() }),
  z.strictObject({ lte: count }),
]);
const share = z.number().min(0).max(1);
const shareSchema = z.union([z.strictObject({ gte: share, lte: share.optional() }), z.strictObject({ lte: share })]);

const propertySchema = z.discriminatedUnion("op", [
  z.strictObject({ property: propertyPath, op: z.enum(["eq", "neq"]), value: scalar }),
  z.strictObject({ property: propertyPath, op: z.enum(["in", "notIn"]), value: z.array(scalar).min(1).max(1000) }),
  z.strictObject({
    property: propertyPath,
    op: z.enum(["contains", "notContains", "startsWith", "endsWith"]),
    value: z.string().min(1).max(1000),
  }),
  z.strictObject({
    property: propertyPath,
    op: z.literal("matches"),
    value: z.string().min(1).max(200).describe("RE2 syntax, found anywhere in the text"),
  }),
  z.strictObject({ property: propertyPath, op: z.enum(["gt", "gte", "lt", "lte"]), value: z.number() }),
  z.strictObject({
    property: propertyPath,
    op: z.literal("between"),
    value: z.union([z.tuple([z.number(), z.number()]), z.tuple([isoDate, isoDate])]),
  }),
  z.strictObject({ property: propertyPath, op: z.enum(["exists", "notExists"]) }),
  z.strictObject({ property: propertyPath, op: z.enum(["before", "after"]), value: isoDate }),
  z.strictObject({ property: propertyPath, op: z.literal("withinLast"), value: durationSchema }),
]);

export const predicateSchema: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(predicateSchema).max(50) }),
    z.strictObject({ any: z.array(predicateSchema).max(50) }),
    z.strictObject({ not: predicateSchema }),
    propertySchema,
    z.strictObject({
      did: eventNames,
      where: predicateSchema.optional(),
      count: countSchema.optional(),
      within: durationSchema.optional(),
    }),
    z.strictObject({
      sequence: z
        .array(z.union([eventName, eventMatchSchema]))
        .min(2)
        .max(10),
      within: durationSchema.optional(),
    }),
    z.strictObject({ segment: key }),
    z.strictObject({ consent: key }),
    z.strictObject({ stage: z.strictObject({ journey: key, stage: key }) }),
    z.strictObject({ score: key, op: z.enum(["gt", "gte", "lt", "lte"]), value: z.number() }),
    z.strictObject({ reachable: z.enum(["email", "phone"]) }),
    z
      .strictObject({ peopleIn: key, count: countSchema.optional(), share: shareSchema.optional() })
      .describe(
        "Of accounts: how many of its people (or which share of them) are in this segment of people; at least one, if nothing is said",
      ),
  ]),
);
export const eventMatchSchema: z.ZodType<EventMatch> = z.lazy(() =>
  z.strictObject({ event: eventNames, where: predicateSchema.optional() }),
);
