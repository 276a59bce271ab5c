import { Counter, Gauge, type Registry } from "prom-client";
import type { LogLag } from "../../platform/log/log.ts";
import { createPipelineWatch } from "./pipeline-watch.ts";
import type { ProcessedCounts } from "./start-pipeline.ts";

/** What `/metrics` and `/readyz` say of processing. */
export function observePipeline({ registry, lag, now }: { registry: Registry; lag: () => LogLag; now: () => number }) {
  const watch = createPipelineWatch({ lag, now });
  const events = new Counter({
    name: "throughline_pipeline_events_total",
    help: "Entries of the log processed, by what became of them",
    labelNames: ["outcome"] as const,
    registers: [registry],
  });
  const batches = new Counter({ name: "throughline_pipeline_batches_total", help: "Batches processed", registers: [registry] });
  const failures = new Counter({
    name: "throughline_pipeline_batch_failures_total",
    help: "Batches that failed and are tried again",
    registers: [registry],
  });
  new Gauge({
    name: "throughline_pipeline_failing_seconds",
    help: "For how long every batch has failed; 0 while they succeed",
    registers: [registry],
    collect() {
      this.set(watch.failingSeconds());
    },
  });
  new Gauge({
    name: "throughline_log_lag_events",
    help: "Entries of the log that wait to be processed",
    registers: [registry],
    collect() {
      this.set(lag().events);
    },
  });
  new Gauge({
    name: "throughline_log_lag_seconds",
    help: "Age of the oldest entry that waits",
    registers: [registry],
    collect() {
      this.set(lag().seconds);
    },
  });
  return {
    processed(result: ProcessedCounts): void {
      watch.succeeded();
      batches.inc();
      events.inc({ outcome: "interaction" }, result.interactions);
      events.inc({ outcome: "duplicate" }, result.duplicates);
      events.inc({ outcome: "quarantined" }, result.quarantined);
      events.inc({ outcome: "suppressed" }, result.suppressed);
    },
    batchFailed(): void {
      watch.failed();
      failures.inc();
    },
    requireProgress: watch.requireProgress,
  };
}
