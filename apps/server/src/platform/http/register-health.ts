import type { FastifyInstance } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import { createMetricsGate } from "./may-read-metrics.ts";
import { readinessAnswer, type Readiness } from "./readiness.ts";

/**
 * `/healthz`: the process answers. `/readyz`: it can work, else 503 with the checks that fail (their errors go to the log, not
 * to the caller). `/metrics`: for Prometheus, on this machine or with the token.
 */
export function registerHealth(
  app: FastifyInstance,
  { readiness, metrics, metricsToken }: { readiness: Pick<Readiness, "look">; metrics: Metrics; metricsToken: string | null },
): void {
  const config = { quiet: true };
  app.get("/healthz", { config }, async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/readyz", { config }, async (request, reply) => {
    const checks = await readiness.look((check, error) => request.log.warn({ err: error, check }, "not ready"));
    const { statusCode, body } = readinessAnswer(checks);
    return reply.status(statusCode).header("cache-control", "no-store").send(body);
  });
  app.get("/metrics", { config, onRequest: createMetricsGate(metricsToken) }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
