import type { FastifyInstance } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Name under which a request is counted, where the route alone would not say it. */
    operation: string | null;
  }
  interface FastifyContextConfig {
    /** Log requests of this route only at level debug: probes, and what comes thousands of times a second. */
    quiet?: boolean;
  }
}

/** One log line and one observation for each request. Query strings and long random parts stay out of the log: they may be keys and links. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest("operation", null);
  app.addHook("onResponse", async (request, reply) => {
    const route = request.operation ?? request.routeOptions.url ?? "none";
    const status = reply.statusCode;
    metrics.httpSeconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? "error" : request.routeOptions.config.quiet ? "debug" : "info";
    request.log[level](
      { method: request.method, path: loggedPath(request.url), route, status, ms: Math.round(reply.elapsedTime), ip: request.ip },
      "request",
    );
  });
}

const loggedPath = (url: string): string => (url.split("?")[0] as string).replace(/[\w-]{40,}/g, "…");
