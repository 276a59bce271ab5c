import { z } from "zod";
import { predicateSchema } from "../predicate/predicate.ts";
import { querySchema, rangeSchema } from "../query/query.ts";
import { route, uuid } from "./base.ts";
import { descriptionText, editedVersion, savedQuerySchema, titleText } from "./saved-queries.ts";

export const dashboardColumns = 12;
export const mostTiles = 60;
/** Where a tile lies on the grid of 12 columns, in cells; `h` in rows of 80 pixels. */
const place = {
  id: z.string().min(1).max(40),
  x: z
    .number()
    .int()
    .min(0)
    .max(dashboardColumns - 1),
  y: z.number().int().min(0).max(10_000),
  w: z.number().int().min(1).max(dashboardColumns),
  h: z.number().int().min(1).max(40),
};
/** A query of its own, a saved query (which changes with it), or text: paragraphs, `# heading`, `- list`. */
export const tileSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...place, kind: z.literal("query"), title: titleText, query: querySchema }),
  z.strictObject({ ...place, kind: z.literal("saved"), title: titleText.optional(), savedQuery: uuid }),
  z.strictObject({ ...place, kind: z.literal("text"), text: z.string().max(10_000) }),
]);
export type Tile = z.infer<typeof tileSchema>;
export type QueryTile = Extract<Tile, { kind: "query" }>;

/** For all tiles: everything also satisfies `where`, and `range` stands in place of each tile's own. */
export const dashboardFiltersSchema = z.strictObject({ where: predicateSchema.optional(), range: rangeSchema.optional() });
export type DashboardFilters = z.infer<typeof dashboardFiltersSchema>;

export const dashboardSummarySchema = z.object({
  id: uuid,
  name: z.string(),
  description: z.string(),
  tiles: z.number().int(),
  owner: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type DashboardSummary = z.infer<typeof dashboardSummarySchema>;
export const dashboardSchema = dashboardSummarySchema.extend({
  tiles: z.array(tileSchema),
  filters: dashboardFiltersSchema,
  savedQueries: z.array(savedQuerySchema).describe("Those that its tiles show"),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

const editable = z.object({
  name: titleText,
  description: descriptionText,
  tiles: z.array(tileSchema).max(mostTiles).default([]),
  filters: dashboardFiltersSchema.default({}),
});
const one = z.object({ id: uuid });
const tags = ["Dashboards"];

export const dashboardsContract = {
  list: route
    .route({ method: "GET", path: "/dashboards", summary: "List dashboards", tags })
    .output(z.object({ items: z.array(dashboardSummarySchema) })),
  get: route.route({ method: "GET", path: "/dashboards/{id}", summary: "Get a dashboard", tags }).input(one).output(dashboardSchema),
  create: route
    .route({ method: "POST", path: "/dashboards", summary: "Create a dashboard", tags, successStatus: 201 })
    .input(editable)
    .output(dashboardSchema),
  update: route
    .route({ method: "PUT", path: "/dashboards/{id}", summary: "Change a dashboard", tags })
    .input(one.extend(editable.shape).extend({ updatedAt: editedVersion }))
    .output(dashboardSchema),
  addTile: route
    .route({ method: "POST", path: "/dashboards/{id}/tiles", summary: "Put a query below the tiles that are there", tags })
    .input(one.extend({ title: titleText, query: querySchema }))
    .output(dashboardSchema),
  delete: route
    .route({ method: "DELETE", path: "/dashboards/{id}", summary: "Delete a dashboard", tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
};
