import { z } from "zod";
import { route, uuid } from "./base.ts";

export const sourceKinds = [
  "web",
  "segment-browser",
  "segment-node",
  "rudderstack",
  "customerio",
  "posthog",
  "jitsu",
  "http",
  "import",
  "sample",
] as const;

export const sourceSchema = z.object({
  id: uuid,
  name: z.string(),
  kind: z.enum(sourceKinds),
  writeKey: z.string(),
  enabled: z.boolean(),
  keepIp: z.boolean(),
  eventsPerSecond: z.number().int().nullable().describe("Rate limit; null for the default"),
  createdAt: z.string(),
  health: z.object({
    state: z.enum(["waiting", "healthy", "quiet", "failing", "disabled"]),
    lastReceivedAt: z.string().nullable(),
    accepted24h: z.number().int(),
    quarantined24h: z.number().int(),
    duplicates24h: z.number().int(),
    perHour: z.array(z.number().int()).length(24).describe("Accepted per hour, oldest first"),
  }),
});
export type Source = z.infer<typeof sourceSchema>;

const editable = z.object({
  name: z.string().trim().min(1).max(80),
  keepIp: z.boolean(),
  enabled: z.boolean(),
  eventsPerSecond: z.number().int().min(1).max(1_000_000).nullable(),
});
const oneSource = z.object({ id: uuid });

export const sourcesContract = {
  list: route
    .route({ method: "GET", path: "/sources", summary: "List sources", tags: ["Sources"] })
    .output(z.object({ items: z.array(sourceSchema) })),
  get: route
    .route({ method: "GET", path: "/sources/{id}", summary: "Get a source", tags: ["Sources"] })
    .input(oneSource)
    .output(sourceSchema),
  create: route
    .route({ method: "POST", path: "/sources", summary: "Create a source", tags: ["Sources"], successStatus: 201 })
    .input(z.object({ name: editable.shape.name, kind: z.enum(sourceKinds).default("http"), keepIp: z.boolean().default(false) }))
    .output(sourceSchema),
  update: route
    .route({ method: "PATCH", path: "/sources/{id}", summary: "Change a source", tags: ["Sources"] })
    .input(oneSource.extend(editable.partial().shape))
    .output(sourceSchema),
  rotateKey: route
    .route({
      method: "POST",
      path: "/sources/{id}/rotate-key",
      summary: "Give a source a new write key; the old one stops at once",
      tags: ["Sources"],
    })
    .input(oneSource)
    .output(sourceSchema),
  delete: route
    .route({ method: "DELETE", path: "/sources/{id}", summary: "Delete a source; its interactions stay", tags: ["Sources"] })
    .input(oneSource)
    .output(z.object({ deleted: z.literal(true) })),
};
