import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

export type Metrics = {
  /** Features register their own counters here: `new Counter({ …, registers: [metrics.registry] })`. */
  registry: Registry;
  /** Seconds from the first byte of a request to the last of its answer. */
  httpSeconds: Histogram<"method" | "route" | "status">;
};

/** What `/metrics` shows of every process: memory, event loop, garbage collection, HTTP. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const httpSeconds = new Histogram({
    name: "throughline_http_request_seconds",
    help: "Duration of HTTP requests, in seconds",
    labelNames: ["method", "route", "status"] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return { registry, httpSeconds };
}
