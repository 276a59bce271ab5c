import type { FastifyInstance, FastifyReply } from "fastify";
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

/** One log line and one observation for each request; what is given back makes them where no answer is sent through Fastify. Query strings and long random parts stay out of the log: they may be keys and links. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): (reply: FastifyReply, status: number) => void {
  app.decorateRequest("operation", null);
  app.addHook("onResponse", async (_request, reply) => observe(reply, reply.statusCode));

  function observe(reply: FastifyReply, status: number): void {
    const { request } = reply;
    const route = request.operation ?? request.routeOptions.url ?? "none";
    metrics.httpSeconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const level = status >= 500 ? "error" : request.routeOptions.config.quiet ? "debug" : "info";
    request.log[level](
      { method: request.method, path: loggedPath(request.url), route, status, ms: Math.round(reply.elapsedTime), ip: request.ip },
      "request",
    );
  }
  return observe;
}

const loggedPath = (url: string): string => (url.split("?")[0] as string).replace(/[\w-]{40,}/g, "…");
