import type { FastifyInstance } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import { createMetricsGate } from "./may-read-metrics.ts";

/** Something without which this process is of no use: resolves when it is well, rejects when it is not. */
export type ReadinessCheck = { name: string; check: () => Promise<unknown> };

/** A check that hangs counts as failed after this time. */
const checkTimeoutMs = 3000;

/**
 * `/healthz`: the process answers. `/readyz`: it can work, else 503 with the checks that fail (their errors go to the log, not
 * to the caller). `/metrics`: for Prometheus, on this machine or with the token.
 */
export function registerHealth(
  app: FastifyInstance,
  { checks, metrics, metricsToken }: { checks: readonly ReadinessCheck[]; metrics: Metrics; metricsToken: string | null },
): void {
  const config = { quiet: true };
  app.get("/healthz", { config }, async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/readyz", { config }, async (request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, check }) => {
        try {
          await withTimeout(check());
          return { name, ok: true };
        } catch (error) {
          request.log.warn({ err: error, check: name }, "not ready");
          return { name, ok: false };
        }
      }),
    );
    const ready = results.every((result) => result.ok);
    return reply
      .status(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: ready ? "ready" : "not_ready", checks: results });
  });
  app.get("/metrics", { config, onRequest: createMetricsGate(metricsToken) }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}

async function withTimeout(work: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
