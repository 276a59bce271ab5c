import type { FastifyInstance } from "fastify";
import type { CollectDeps } from "./collect-deps.ts";
import { configureCollectScope } from "./collect-scope.ts";
import { createInFlight } from "./in-flight.ts";
import { registerJitsuRoutes } from "./jitsu.routes.ts";
import { registerPosthogRoutes } from "./posthog.routes.ts";
import { registerPosthogSettingsRoutes } from "./posthog-settings.routes.ts";
import { registerSegmentRoutes } from "./segment.routes.ts";
import { registerSegmentScriptRoutes } from "./segment-script.routes.ts";
import { registerSegmentSettingsRoutes } from "./segment-settings.routes.ts";

export { acceptMessages, type Incoming } from "./accept-messages.ts";
export { createSourceFinder, type CollectSource, type SourceFinder } from "./find-source.ts";
export type { LogEntry, Rejected } from "./log-entry.ts";
export { createRateLimit } from "./rate-limit.ts";
export type { CollectDeps };

/** All collecting endpoints, in a scope of their own: bodies within bounds, open CORS, one form of answers. See docs/collect.md. */
export async function registerCollect(app: FastifyInstance, deps: CollectDeps): Promise<void> {
  const routeDeps = { ...deps, inFlight: createInFlight() };
  await app.register(async (scope) => {
    configureCollectScope(scope, deps.now);
    for (const register of [
      registerSegmentRoutes,
      registerSegmentSettingsRoutes,
      registerSegmentScriptRoutes,
      registerJitsuRoutes,
      registerPosthogRoutes,
    ])
      register(scope, routeDeps);
    registerPosthogSettingsRoutes(scope);
  });
}
export {
  textOf,
  toPipelineEvent,
  type Identifier,
  type PipelineAccount,
  type PipelineEvent,
  type PipelineRejection,
  type Place,
} from "./pipeline-event.ts";
