import { z } from "zod";
import { cellSchema } from "../query/cell.ts";
import { querySchema } from "../query/query.ts";
import { pageInput, pageOf, personId, route } from "./base.ts";

/** A set of people under a name. A static one stays as it was saved; who is merged or deleted is followed. */
export const segmentSchema = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(["static"]),
  people: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type Segment = z.infer<typeof segmentSchema>;

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
    .route({ method: "POST", path: "/segments", summary: "Save people as a segment", tags: ["Segments"], successStatus: 201 })
    .input(
      z.union([
        z.strictObject({ name, key, people: z.array(personId).min(1).max(10_000) }),
        z.strictObject({ name, key, query: querySchema, cell: cellSchema.describe("The people behind this number of the query's answer") }),
      ]),
    )
    .output(segmentSchema),
  list: route
    .route({ method: "GET", path: "/segments", summary: "List segments, newest first", tags: ["Segments"] })
    .input(pageInput.extend({ search: z.string().max(200).optional() }))
    .output(pageOf(segmentSchema)),
  get: route
    .route({ method: "GET", path: "/segments/{key}", summary: "Get a segment", tags: ["Segments"] })
    .input(one)
    .output(segmentSchema),
  delete: route
    .route({ method: "DELETE", path: "/segments/{key}", summary: "Delete a segment; its people stay", tags: ["Segments"] })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
};
