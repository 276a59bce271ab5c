import { z } from "zod";
import { channelSchema, interactionSchema, kindSchema } from "../interaction.ts";
import { accountId, isoMoment, pageInput, pageOf, personId, route } from "./base.ts";

export const identifierKinds = ["userId", "anonymousId", "email", "phone", "social"] as const;

/** How we came to believe that an identifier belongs to this person. */
export const identifierSchema = z.object({
  kind: z.enum(identifierKinds),
  value: z.string(),
  verified: z.boolean(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  evidence: z.array(
    z.object({
      reason: z.enum(["own", "seen_together", "stated_contact", "verified_contact", "alias", "merge"]),
      with: z.string().nullable().describe("The other identifier, as kind:value"),
      at: z.string(),
      messageId: z.string().nullable(),
      sourceId: z.string().nullable(),
      actor: z.string().nullable().describe("Who merged, for explicit merges"),
      mergeId: z.string().nullable().describe("Give this to un-merge"),
    }),
  ),
});

export const personSummarySchema = z.object({
  id: personId,
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  userId: z
    .string()
    .nullable()
    .describe("Of several, the one that the others were merged into; null while only a device or contact is known"),
  known: z.boolean().describe("False while only a device is known"),
  firstSeen: z.string(),
  lastSeen: z.string(),
  interactions: z.number().int(),
  account: z.object({ id: accountId, key: z.string(), name: z.string().nullable() }).nullable(),
});
export type PersonSummary = z.infer<typeof personSummarySchema>;

export const consentSchema = z.object({
  purpose: z.string(),
  granted: z.boolean(),
  at: z.string(),
  source: z.string(),
  history: z.array(z.object({ granted: z.boolean(), at: z.string(), source: z.string() })),
});

export const personSchema = personSummarySchema.extend({
  traits: z.record(z.string(), z.unknown()),
  traitOrigins: z.record(z.string(), z.object({ at: z.string(), identifier: z.string() })),
  identifiers: z.array(identifierSchema),
  accounts: z.array(
    z.object({
      id: accountId,
      key: z.string(),
      name: z.string().nullable(),
      role: z.string().nullable(),
      firstSeen: z.string(),
      lastSeen: z.string(),
    }),
  ),
  consent: z.array(consentSchema),
  conflicts: z.array(
    z.object({ id: z.string(), identifier: z.string(), claimants: z.array(z.string()), at: z.string(), explanation: z.string() }),
  ),
  possibleDuplicates: z.array(z.object({ id: personId, name: z.string().nullable(), reason: z.string() })),
});
export type Person = z.infer<typeof personSchema>;

const onePerson = z.object({ id: personId });

/** What narrows a timeline. */
export const timelineFilterInput = z.object({
  name: z.string().optional(),
  kind: kindSchema.optional(),
  channel: channelSchema.optional(),
  search: z.string().max(200).optional().describe("Text in the name or the properties"),
  from: isoMoment.optional(),
  to: isoMoment.optional(),
});

export const peopleContract = {
  list: route
    .route({ method: "GET", path: "/people", summary: "List people", tags: ["People"] })
    .input(
      pageInput.extend({
        search: z.string().max(200).optional().describe("Part of a name, e-mail, phone or identifier"),
        segment: z.string().optional(),
        known: z.enum(["true", "false"]).optional(),
        account: accountId.optional(),
        conflict: z.literal("true").optional().describe("Those who share a device or contact that more than one user claims"),
        sort: z
          .enum(["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "interactions", "-interactions"])
          .default("-lastSeen"),
      }),
    )
    .output(pageOf(personSummarySchema).extend({ total: z.number().int() })),
  lookup: route
    .route({ method: "GET", path: "/people/lookup", summary: "Find a person by identifier", tags: ["People"] })
    .input(
      z.object({
        identifier: z
          .string()
          .regex(/^(userId|anonymousId|email|phone|social):.+$/s, "kind:value, kind being userId, anonymousId, email, phone or social"),
      }),
    )
    .output(personSchema),
  get: route
    .route({ method: "GET", path: "/people/{id}", summary: "Get a person", tags: ["People"] })
    .input(onePerson)
    .output(personSchema),
  timeline: route
    .route({ method: "GET", path: "/people/{id}/timeline", summary: "A person's timeline, newest first", tags: ["People"] })
    .input(onePerson.extend(pageInput.shape).extend(timelineFilterInput.shape))
    .output(pageOf(interactionSchema)),
  merge: route
    .route({ method: "POST", path: "/people/{id}/merge", summary: "Merge another person into this one", tags: ["People"] })
    .input(onePerson.extend({ from: personId.describe("The person to merge into {id}"), reason: z.string().max(500).optional() }))
    .output(z.object({ mergeId: z.string(), person: personSchema })),
  unmerge: route
    .route({ method: "POST", path: "/people/{id}/unmerge", summary: "Take an explicit merge or alias back", tags: ["People"] })
    .input(onePerson.extend({ mergeId: z.string().optional().describe("Without it, the latest explicit merge of this person") }))
    .output(z.object({ people: z.array(personSchema).describe("The people as they are now; the first keeps {id}") })),
  setConsent: route
    .route({ method: "POST", path: "/people/{id}/consent", summary: "Record consent", tags: ["People"] })
    .input(onePerson.extend({ purpose: z.string().min(1).max(64), granted: z.boolean() }))
    .output(personSchema),
  delete: route
    .route({
      method: "DELETE",
      path: "/people/{id}",
      summary: "Delete a person everywhere and suppress their identifiers",
      tags: ["People"],
      successStatus: 202,
    })
    .input(onePerson)
    .output(z.object({ deletionId: z.string(), status: z.enum(["running", "done"]) })),
  deletion: route
    .route({ method: "GET", path: "/deletions/{id}", summary: "How a deletion went", tags: ["People"] })
    .input(z.object({ id: z.string() }))
    .output(
      z.object({
        id: z.string(),
        status: z.enum(["running", "done", "failed"]),
        requestedAt: z.string(),
        verifiedAt: z.string().nullable(),
        removed: z.object({ interactions: z.number(), identifiers: z.number() }),
      }),
    ),
  export: route
    .route({ method: "GET", path: "/people/{id}/export", summary: "Everything about a person, as JSON", tags: ["People"] })
    .input(onePerson)
    .output(z.object({ exportedAt: z.string(), person: personSchema, interactions: z.array(interactionSchema), truncated: z.boolean() })),
};
