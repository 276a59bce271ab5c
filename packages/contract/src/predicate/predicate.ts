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
 * Values. Two scalars are equal when they are the same text or read as the same decimal number (sources disagree on `5` and `"5"`); booleans read as `true` and `false`.
 * Numeric comparisons hold for numbers and texts that are a decimal number; `before`, `after` and `withinLast` for ISO 8601 texts. Texts compare with case. A list matches
 * when any of its elements does. What is missing or null matches nothing; `neq`, `notIn`, `notContains`, `notExists` are exactly the contrary of their positive.
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
  | { reachable: "email" | "phone" };

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
      count: z
        .union([z.strictObject({ eq: count }), z.strictObject({ gte: count, lte: count.optional() }), z.strictObject({ lte: count })])
        .optional(),
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
  ]),
);
export const eventMatchSchema: z.ZodType<EventMatch> = z.lazy(() =>
  z.strictObject({ event: eventNames, where: predicateSchema.optional() }),
);
