import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { channelSchema, interactionSchema, kindSchema } from "../interaction.ts";
import { accountId, isoMoment, pageInput, pageOf, personId, route, uuid } from "./base.ts";

export const propertySchema = z.object({
  name: z.string(),
  types: z.array(z.object({ type: z.enum(["string", "number", "boolean", "date", "array", "object", "null"]), count: z.number().int() })),
  conflict: z.boolean().describe("Seen with more than one type (null and date-or-string aside)"),
  count: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  example: z.unknown(),
});
export const catalogueEventSchema = z.object({
  kind: kindSchema,
  name: z.string(),
  count: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  propertyCount: z.number().int(),
  conflicts: z.number().int(),
});
export const quarantineItemSchema = z.object({
  id: z.string(),
  receivedAt: z.string(),
  source: z.object({ id: z.string(), name: z.string() }).nullable(),
  code: z.string(),
  message: z.string(),
  field: z.string().nullable(),
  eventName: z.string().nullable(),
  status: z.enum(["open", "replayed", "discarded"]),
  raw: z.unknown(),
});

export const dataContract = {
  catalogue: route
    .route({ method: "GET", path: "/catalogue", summary: "Events seen", tags: ["Data"] })
    .input(
      pageInput.extend({
        search: z.string().optional(),
        kind: kindSchema.optional(),
        conflict: z.literal("true").optional().describe("Those of which a property arrives with more than one type"),
        sort: z.enum(["-count", "count", "name", "-name", "-lastSeen", "lastSeen"]).default("-count"),
      }),
    )
    .output(pageOf(catalogueEventSchema)),
  catalogueEvent: route
    .route({ method: "GET", path: "/catalogue/event", summary: "One event and its properties", tags: ["Data"] })
    .input(z.object({ kind: kindSchema, name: z.string() }))
    .output(catalogueEventSchema.extend({ properties: z.array(propertySchema) })),
  traits: route
    .route({ method: "GET", path: "/catalogue/traits", summary: "Traits of people and accounts seen", tags: ["Data"] })
    .input(z.object({ of: z.enum(["person", "account"]).default("person") }))
    .output(z.object({ items: z.array(propertySchema) })),
  quarantine: route
    .route({ method: "GET", path: "/quarantine", summary: "What could not be used, and why", tags: ["Data"] })
    .input(
      pageInput.extend({
        code: z.string().optional(),
        source: uuid.optional(),
        status: z.enum(["open", "replayed", "discarded"]).optional(),
        search: z.string().optional(),
      }),
    )
    .output(pageOf(quarantineItemSchema).extend({ byCode: z.array(z.object({ code: z.string(), count: z.number().int() })) })),
  replay: route
    .route({ method: "POST", path: "/quarantine/replay", summary: "Try quarantined items again, as they are or corrected", tags: ["Data"] })
    .input(
      z.object({
        ids: z.array(z.string()).max(1000).optional(),
        code: z.string().optional(),
        fix: z.record(z.string(), z.unknown()).optional().describe("Fields to set on each item before it is tried again"),
      }),
    )
    .output(
      z.object({ replayed: z.number().int(), stillFailing: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })) }),
    ),
  discard: route
    .route({ method: "POST", path: "/quarantine/discard", summary: "Set quarantined items aside", tags: ["Data"] })
    .input(z.object({ ids: z.array(z.string()).min(1).max(1000) }))
    .output(z.object({ discarded: z.number().int() })),
  stats: route
    .route({ method: "GET", path: "/stats", summary: "Count interactions and people", tags: ["Data"] })
    .input(
      z.object({
        name: z.string().optional(),
        kind: kindSchema.optional(),
        channel: channelSchema.optional(),
        from: isoMoment.optional(),
        to: isoMoment.optional(),
      }),
    )
    .output(z.object({ interactions: z.number().int(), people: z.number().int() })),
  pulse: route
    .route({ method: "GET", path: "/pulse", summary: "How the workspace is doing now", tags: ["Data"] })
    .input(z.object({ minutes: z.coerce.number().int().min(10).max(1440).default(60) }))
    .output(
      z.object({
        perMinute: z.array(z.object({ at: z.string(), accepted: z.number(), quarantined: z.number() })),
        today: z.object({
          interactions: z.number(),
          people: z.number(),
          newPeople: z.number(),
          yesterdaySameTime: z.object({ interactions: z.number(), people: z.number(), newPeople: z.number() }),
        }),
        channels: z.array(z.object({ channel: channelSchema, interactions: z.number(), people: z.number() })).describe("Last 24 hours"),
        pipeline: z.object({ behindEvents: z.number(), behindSeconds: z.number() }),
        newest: z.array(
          z.object({
            id: personId,
            name: z.string().nullable(),
            email: z.string().nullable(),
            userId: z.string().nullable(),
            known: z.boolean(),
            firstSeen: z.string(),
          }),
        ),
        problems: z.array(
          z.object({ code: z.string(), severity: z.enum(["info", "warning", "critical"]), text: z.string(), link: z.string().nullable() }),
        ),
      }),
    ),
  recent: route
    .route({ method: "GET", path: "/live/recent", summary: "The latest interactions, newest first", tags: ["Data"] })
    .input(
      pageInput.extend({
        name: z.string().optional(),
        kind: kindSchema.optional(),
        channel: channelSchema.optional(),
        source: uuid.optional(),
      }),
    )
    .output(pageOf(interactionSchema)),
  live: route
    .route({
      method: "GET",
      path: "/live",
      summary: "Interactions as they are processed (server-sent events; resume with Last-Event-ID or ?after=)",
      tags: ["Data"],
    })
    .input(z.object({ person: personId.optional(), account: accountId.optional(), source: uuid.optional(), after: z.string().optional() }))
    .output(eventIterator(interactionSchema)),
};
