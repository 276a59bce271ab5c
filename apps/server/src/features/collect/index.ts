import type { FastifyInstance } from "fastify";
import { configureCollectScope } from "./collect-scope.ts";
import { registerSegmentRoutes, type CollectDeps } from "./segment.routes.ts";

export { acceptMessages, type Incoming } from "./accept-messages.ts";
export { createSourceFinder, type CollectSource, type SourceFinder } from "./find-source.ts";
export type { LogEntry, Rejected } from "./log-entry.ts";
export { createRateLimit } from "./rate-limit.ts";
export type { CollectDeps };

/** All collecting endpoints, in a scope of their own: raw bodies, open CORS, Segment's way of answering. */
export async function registerCollect(app: FastifyInstance, deps: CollectDeps): Promise<void> {
  await app.register(async (scope) => {
    configureCollectScope(scope);
    registerSegmentRoutes(scope, deps);
  });
}
export { textOf, toPipelineEvent, type Identifier, type PipelineEvent, type PipelineRejection, type Place } from "./pipeline-event.ts";
