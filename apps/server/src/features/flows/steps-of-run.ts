import { flowStepSchema, stepTitle, type FlowStep } from "@throughline/contract";
import { sql } from "kysely";
import type { Db } from "./flows-deps.ts";

/** How steps and variants that a run speaks of are called: as its version says; those that only a version before it had (it went over to a later one), as the latest of these says. */
export async function readStepsOfRun(
  db: Db,
  runId: string,
  ids: readonly string[],
): Promise<{ nameOf(step: string): string; variantName(step: string, variant: string): string }> {
  const { rows } = await sql<{ id: string; step: unknown }>`
    SELECT DISTINCT ON (s.key) s.key AS id, s.value AS step FROM flow_run r JOIN flow_version v ON v.flow_id = r.flow_id AND v.version <= r.version
    CROSS JOIN LATERAL jsonb_each(v.definition->'steps') s WHERE r.id = ${runId} AND s.key = ANY(${ids}::text[]) ORDER BY s.key, v.version DESC`.execute(
    db,
  );
  const steps = new Map<string, FlowStep>(rows.map(({ id, step }) => [id, flowStepSchema.parse(step)]));
  return {
    nameOf(id) {
      const step = steps.get(id);
      return step ? stepTitle(step) : id;
    },
    variantName(id, key) {
      const step = steps.get(id);
      const variant = step?.kind === "split" ? step.variants.find((one) => one.key === key) : undefined;
      return variant?.label || key.toUpperCase();
    },
  };
}
