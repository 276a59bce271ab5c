import { z } from "zod";
import { pageInput, pageOf, route, uuid } from "./base.ts";

export const importKinds = ["events", "people", "accounts"] as const;

/** Where a target field comes from. `target` is `userId`, `event`, `timestamp`, `properties.x`, `traits.x`, …; null leaves the column out. */
export const mappingSchema = z.array(
  z.object({
    column: z.string(),
    target: z.string().nullable(),
    type: z.enum(["auto", "string", "number", "boolean", "date"]).default("auto"),
  }),
);
export type ImportMapping = z.infer<typeof mappingSchema>;

export const importSchema = z.object({
  id: uuid,
  fileName: z.string(),
  kind: z.enum(importKinds),
  format: z.enum(["csv", "jsonl"]),
  status: z.enum(["uploaded", "checking", "ready", "running", "paused", "done", "failed"]),
  mapping: mappingSchema,
  bytes: z.number(),
  bytesRead: z.number(),
  rowsRead: z.number(),
  rowsTaken: z.number(),
  rowsFailed: z.number(),
  dryRun: z
    .object({
      rows: z.number(),
      taken: z.number(),
      failed: z.number(),
      firstErrors: z.array(z.object({ row: z.number(), field: z.string().nullable(), message: z.string() })),
    })
    .nullable(),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
  error: z.string().nullable(),
  /** Whether the server still has the uploaded file; without it nothing is read. It is removed once the whole of it is imported. */
  fileThere: z.boolean(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Import = z.infer<typeof importSchema>;
const oneImport = z.object({ id: uuid });

/** The file itself is sent raw: `POST /api/v1/imports?kind=…&fileName=…` with the bytes as the body, answered with an {@link importSchema}. */
export const importsContract = {
  list: route
    .route({ method: "GET", path: "/imports", summary: "List imports", tags: ["Imports"] })
    .input(pageInput)
    .output(pageOf(importSchema)),
  get: route
    .route({ method: "GET", path: "/imports/{id}", summary: "Get an import", tags: ["Imports"] })
    .input(oneImport)
    .output(importSchema),
  setMapping: route
    .route({ method: "PUT", path: "/imports/{id}/mapping", summary: "Change the mapping", tags: ["Imports"] })
    .input(oneImport.extend({ kind: z.enum(importKinds).optional(), mapping: mappingSchema }))
    .output(importSchema),
  dryRun: route
    .route({ method: "POST", path: "/imports/{id}/dry-run", summary: "Read the whole file, take nothing", tags: ["Imports"] })
    .input(oneImport)
    .output(importSchema),
  start: route
    .route({ method: "POST", path: "/imports/{id}/start", summary: "Start or resume", tags: ["Imports"] })
    .input(oneImport)
    .output(importSchema),
  pause: route
    .route({ method: "POST", path: "/imports/{id}/pause", summary: "Pause", tags: ["Imports"] })
    .input(oneImport)
    .output(importSchema),
  delete: route
    .route({ method: "DELETE", path: "/imports/{id}", summary: "Delete the import and its file; what was taken stays", tags: ["Imports"] })
    .input(oneImport)
    .output(z.object({ deleted: z.literal(true) })),
};
