import { api } from "../../platform/http/index.ts";
import type { QueryDeps } from "../insights/index.ts";
import { createSegment } from "./create-segment.ts";
import { deleteSegment, getSegment, listSegments } from "./manage-segments.ts";

export const segmentRoutes = (deps: QueryDeps) => ({
  create: api.segments.create.handler(({ input, context }) => createSegment(deps, context.access, input)),
  list: api.segments.list.handler(({ input, context }) => listSegments(deps, context.access, input)),
  get: api.segments.get.handler(({ input, context }) => getSegment(deps, context.access, input)),
  delete: api.segments.delete.handler(({ input, context }) => deleteSegment(deps, context.access, input)),
});
