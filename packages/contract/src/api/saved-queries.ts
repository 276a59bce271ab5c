import { z } from "zod";
import { querySchema } from "../query/query.ts";
import { isoTime, route, uuid } from "./base.ts";

export const savedQuerySchema = z.object({
  id: uuid,
  name: z.string(),
  description: z.string(),
  query: querySchema,
  owner: z.string().describe("Who saved it"),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SavedQuery = z.infer<typeof savedQuerySchema>;

export const titleText = z.string().trim().min(1).max(120);
export const descriptionText = z.string().trim().max(1000).default("");
/** The version that was edited: a change answers `conflict` when somebody changed it since. */
export const editedVersion = isoTime.optional().describe("The version that was edited: answers `conflict` when somebody changed it since");
const editable = z.object({ name: titleText, description: descriptionText, query: querySchema });
const one = z.object({ id: uuid });
const tags = ["Insights"];

export const savedQueriesContract = {
  list: route
    .route({ method: "GET", path: "/saved-queries", summary: "List saved queries", tags })
    .output(z.object({ items: z.array(savedQuerySchema) })),
  get: route.route({ method: "GET", path: "/saved-queries/{id}", summary: "Get a saved query", tags }).input(one).output(savedQuerySchema),
  create: route
    .route({ method: "POST", path: "/saved-queries", summary: "Save a query", tags, successStatus: 201 })
    .input(editable)
    .output(savedQuerySchema),
  update: route
    .route({ method: "PUT", path: "/saved-queries/{id}", summary: "Change a saved query", tags })
    .input(one.extend(editable.shape).extend({ updatedAt: editedVersion }))
    .output(savedQuerySchema),
  delete: route
    .route({ method: "DELETE", path: "/saved-queries/{id}", summary: "Delete a saved query that no dashboard shows", tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
};
