import { z } from "zod";
import { predicateSchema } from "../predicate/predicate.ts";
import { cellSchema } from "../query/cell.ts";
import { querySchema } from "../query/query.ts";
import { accountSummarySchema } from "./accounts.ts";
import { accountId, pageInput, pageOf, personId, route } from "./base.ts";
import { personSummarySchema } from "./people.ts";

/** What a segment is a set of. */
export const segmentOfSchema = z.enum(["person", "account"]);
export type SegmentOf = z.infer<typeof segmentOfSchema>;

/** A set of people, or of accounts, under a name. A static one stays as it was saved; a live one is whoever its predicate holds for, now. Who is merged or deleted is followed in both. */
export const segmentSchema = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(["static", "live"]),
  of: segmentOfSchema,
  state: z
    .enum(["computing", "live", "failed"])
    .describe("Computing: the past is being read, members are not all there yet. A static segment is always live"),
  progress: z
    .number()
    .nullable()
    .describe(
      "0 to 1 while something is being computed: the segment itself, or (where the state is live) a changed predicate that will take its place",
    ),
  failure: z.string().nullable().describe("Why it failed, in a sentence"),
  predicate: predicateSchema.nullable().describe("Null for a static segment"),
  nextPredicate: predicateSchema.nullable().describe("A changed predicate that is being computed; until then the former one holds"),
  people: z.number().int().describe("How many are in it: people, or accounts where it is of accounts"),
  usedBy: z.array(z.object({ key: z.string(), name: z.string() })).describe("Segments whose predicate names this one"),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type Segment = z.infer<typeof segmentSchema>;

/** What was found where a condition was looked at, for one person. */
export const findingSchema = z.object({
  text: z.string().describe("In a sentence: did it 3 times, last on …"),
  count: z.number().int().nullable().describe("Of a did: how often within its time"),
  lastAt: z.string().nullable().describe("Of a did or sequence: the latest that counts"),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .nullable()
    .describe("Of a property: its values, none where it is missing"),
  changesAt: z.string().nullable().describe("When this condition will change if nothing else happens, because time passes"),
});
export type Finding = z.infer<typeof findingSchema>;

/** A predicate taken apart for one person: groups have parts, conditions have a finding. */
export type Explanation = {
  kind: "all" | "any" | "not" | "condition";
  holds: boolean;
  /** A condition in words; empty for a group. */
  text: string;
  found: Finding | null;
  parts: Explanation[];
};
export const explanationSchema: z.ZodType<Explanation> = z.lazy(() =>
  z.object({
    kind: z.enum(["all", "any", "not", "condition"]),
    holds: z.boolean(),
    text: z.string(),
    found: findingSchema.nullable(),
    parts: z.array(explanationSchema),
  }),
);

export const membershipExplanationSchema = z.object({
  person: personSummarySchema,
  member: z.boolean(),
  enteredAt: z.string().nullable(),
  at: z.string().describe("When this was looked at"),
  explanation: explanationSchema
    .nullable()
    .describe("Null for a static segment, whose members were chosen, and while the past of its conditions is still being read"),
});
export type MembershipExplanation = z.infer<typeof membershipExplanationSchema>;
export const accountMembershipExplanationSchema = membershipExplanationSchema
  .omit({ person: true })
  .extend({ account: accountSummarySchema });
export type AccountMembershipExplanation = z.infer<typeof accountMembershipExplanationSchema>;

export const segmentPreviewSchema = z.object({
  people: z.number().int().describe("People, or accounts where the predicate is of accounts"),
  of: z.number().int().describe("All people, or all accounts, of the workspace"),
  computing: z
    .array(z.object({ key: z.string(), name: z.string(), progress: z.number().describe("0 to 1") }))
    .describe("Segments that the predicate names and that are still being computed: until they are, the size is not right. Ask again"),
  ms: z.number().describe("How long it took"),
});
export type SegmentPreview = z.infer<typeof segmentPreviewSchema>;

export const segmentOverlapSchema = z.object({
  one: z.number().int().describe("People, or accounts, in the first"),
  other: z.number().int().describe("Those in the second"),
  both: z.number().int(),
  of: z.number().int().describe("All people, or all accounts, of the workspace"),
});
export type SegmentOverlap = z.infer<typeof segmentOverlapSchema>;

export const segmentGrowthSchema = z.object({
  timezone: z.string(),
  days: z.array(
    z.object({
      day: z.string().describe("YYYY-MM-DD in the workspace's zone"),
      entered: z.number().int(),
      left: z.number().int(),
      people: z.number().int().describe("Who is in it (people, or accounts) at the end of the day, or now"),
    }),
  ),
});
export type SegmentGrowth = z.infer<typeof segmentGrowthSchema>;

export const segmentMemberSchema = personSummarySchema.extend({ enteredAt: z.string() });
export type SegmentMember = z.infer<typeof segmentMemberSchema>;
export const segmentAccountSchema = accountSummarySchema.extend({ enteredAt: z.string() });
export type SegmentAccount = z.infer<typeof segmentAccountSchema>;

const membershipsSchema = z.object({
  items: z.array(z.object({ key: z.string(), name: z.string(), kind: z.enum(["static", "live"]), enteredAt: z.string() })),
});
const of = segmentOfSchema.optional().describe("What it is a segment of: people, if nothing is said");

const name = z.string().trim().min(1).max(200);
const key = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "small letters, digits, - and _")
  .optional()
  .describe("Made from the name where it is not given");
const one = z.object({ key: z.string().min(1).max(100) });

export const segmentsContract = {
  create: route
    .route({
      method: "POST",
      path: "/segments",
      summary: "Save people or accounts as a segment, or a predicate as a live one",
      tags: ["Segments"],
      successStatus: 201,
    })
    .input(
      z.union([
        z.strictObject({ name, key, people: z.array(personId).min(1).max(10_000) }),
        z.strictObject({ name, key, accounts: z.array(accountId).min(1).max(10_000) }),
        z.strictObject({ name, key, query: querySchema, cell: cellSchema.describe("The people behind this number of the query's answer") }),
        z.strictObject({ name, key, of, predicate: predicateSchema.describe("Whoever this holds for, from now on") }),
      ]),
    )
    .output(segmentSchema),
  update: route
    .route({ method: "PATCH", path: "/segments/{key}", summary: "Rename a segment, or change what a live one means", tags: ["Segments"] })
    .input(one.extend({ name: name.optional(), predicate: predicateSchema.optional() }))
    .output(segmentSchema),
  list: route
    .route({ method: "GET", path: "/segments", summary: "List segments, newest first", tags: ["Segments"] })
    .input(
      pageInput.extend({
        search: z.string().max(200).optional(),
        kind: z.enum(["static", "live"]).optional(),
        of: segmentOfSchema.optional(),
      }),
    )
    .output(pageOf(segmentSchema)),
  get: route
    .route({ method: "GET", path: "/segments/{key}", summary: "Get a segment", tags: ["Segments"] })
    .input(one)
    .output(segmentSchema),
  delete: route
    .route({
      method: "DELETE",
      path: "/segments/{key}",
      summary: "Delete a segment; its people stay",
      description: "Refused as a conflict, with their names, while other segments speak of it.",
      tags: ["Segments"],
    })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  members: route
    .route({ method: "GET", path: "/segments/{key}/people", summary: "People of a segment, latest entered first", tags: ["Segments"] })
    .input(one.extend(pageInput.shape))
    .output(pageOf(segmentMemberSchema).extend({ total: z.number().int() })),
  accounts: route
    .route({
      method: "GET",
      path: "/segments/{key}/accounts",
      summary: "Accounts of a segment of accounts, latest entered first",
      tags: ["Segments"],
    })
    .input(one.extend(pageInput.shape))
    .output(pageOf(segmentAccountSchema).extend({ total: z.number().int() })),
  preview: route
    .route({
      method: "POST",
      path: "/segments/preview",
      summary: "How many people, or accounts, a predicate holds for",
      tags: ["Segments"],
    })
    .input(z.strictObject({ of, predicate: predicateSchema }))
    .output(segmentPreviewSchema),
  overlap: route
    .route({
      method: "GET",
      path: "/segments/{key}/overlap/{other}",
      summary: "How many people, or accounts, two segments share",
      tags: ["Segments"],
    })
    .input(one.extend({ other: z.string().min(1).max(100) }))
    .output(segmentOverlapSchema),
  growth: route
    .route({ method: "GET", path: "/segments/{key}/growth", summary: "Who entered and left, by day", tags: ["Segments"] })
    .input(one.extend({ days: z.coerce.number().int().min(1).max(365).default(30) }))
    .output(segmentGrowthSchema),
  why: route
    .route({
      method: "GET",
      path: "/segments/{key}/people/{id}/why",
      summary: "Why a person is in a segment or not, condition by condition",
      tags: ["Segments"],
    })
    .input(one.extend({ id: personId }))
    .output(membershipExplanationSchema),
  ofPerson: route
    .route({ method: "GET", path: "/people/{id}/segments", summary: "The segments that a person is in", tags: ["Segments"] })
    .input(z.object({ id: personId }))
    .output(membershipsSchema),
  whyAccount: route
    .route({
      method: "GET",
      path: "/segments/{key}/accounts/{id}/why",
      summary: "Why an account is in a segment of accounts or not, condition by condition",
      tags: ["Segments"],
    })
    .input(one.extend({ id: accountId }))
    .output(accountMembershipExplanationSchema),
  ofAccount: route
    .route({ method: "GET", path: "/accounts/{id}/segments", summary: "The segments that an account is in", tags: ["Segments"] })
    .input(z.object({ id: accountId }))
    .output(membershipsSchema),
};
