import type { FastifyInstance } from "fastify";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { ownUrl } from "./own-url.ts";
import { requireSource } from "./write-key.ts";

/**
 * `GET /v1/projects/{key}/settings`, which analytics-next asks of its `cdnURL` before anything else. It names no integration but our own collector, so
 * the SDK needs nothing further from a CDN, and asks it to send no figures about itself.
 */
export function registerSegmentSettingsRoutes(app: FastifyInstance, deps: RouteDeps): void {
  collectPath(app, ["GET"], ["/v1/projects/:writeKey/settings"], async (request, reply) => {
    const { writeKey } = request.params as { writeKey: string };
    await requireSource(deps.sources, writeKey);
    const url = ownUrl(deps, request);
    const apiHost = `${url.host}${url.pathname.replace(/\/$/, "")}/v1`;
    return reply.header("cache-control", "public, max-age=60").send({
      integrations: {
        "Segment.io": {
          apiKey: writeKey,
          apiHost,
          protocol: url.protocol.replace(":", ""),
          addBundledMetadata: true,
          unbundledIntegrations: [],
          maybeBundledConfigIds: {},
          retryQueue: true,
          versionSettings: { version: "4.4.7", componentTypes: ["browser"] },
        },
      },
      edgeFunction: {},
      analyticsNextEnabled: true,
      middlewareSettings: { routingRules: [] },
      enabledMiddleware: {},
      metrics: { sampleRate: 0, host: apiHost },
      legacyVideoPluginsEnabled: false,
      remotePlugins: [],
    });
  });
}
