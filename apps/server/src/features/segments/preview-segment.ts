import type { Predicate, SegmentOf, SegmentPreview } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { compilePersonCondition, createQueryContext, type QueryDeps } from "../insights/index.ts";
import { requireLivePredicate } from "./check-live-predicate.ts";
import { previewAccounts } from "./preview-accounts.ts";

/** How many people (or accounts) a predicate holds for, as the timeline store knows it: what was done in the last moments may not be there yet. */
export async function previewSegment(
  deps: QueryDeps,
  access: Access,
  { of = "person", predicate }: { of?: SegmentOf | undefined; predicate: Predicate },
): Promise<SegmentPreview> {
  requirePermission(access, "people:read");
  await requireLivePredicate(deps.db, access.workspaceId, of, predicate);
  if (of === "account") return previewAccounts(deps, access.workspaceId, predicate);
  const startedAt = performance.now();
  // A query whose `where` it is brings what compiling it takes: named segments, types of properties, limits.
  const context = await createQueryContext(deps, access.workspaceId, {
    kind: "trends",
    range: { last: { value: 1, unit: "day" } },
    interval: "day",
    series: [{ event: null, measure: { kind: "people" } }],
    where: predicate,
  });
  const parameters = context.createParameters();
  const [row] = await context.ask({
    query: `SELECT countIf(${compilePersonCondition(predicate, "person_id", parameters, context.predicates)}) AS people, count() AS of
      FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}`,
    parameters,
    schema: z.object({ people: z.coerce.number(), of: z.coerce.number() }),
  });
  return { people: row?.people ?? 0, of: row?.of ?? 0, ms: Math.round(performance.now() - startedAt) };
}
