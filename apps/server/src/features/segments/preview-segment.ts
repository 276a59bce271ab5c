import type { Predicate, SegmentOf, SegmentPreview } from "@throughline/contract";
import { segmentsNamedBy } from "@throughline/domain";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { compilePersonCondition, createQueryContext, type QueryDeps } from "../insights/index.ts";
import { requireLivePredicate } from "./check-live-predicate.ts";
import { previewAccounts } from "./preview-accounts.ts";
import { segmentsStillComputing } from "./segments.store.ts";

/**
 * How many people (or accounts) a predicate holds for, as the timeline store knows it: what was done in the last moments may not be there yet. `computing` are the segments that it names
 * and of which the members are not all there.
 */
export async function previewSegment(
  deps: QueryDeps,
  access: Access,
  { of = "person", predicate }: { of?: SegmentOf | undefined; predicate: Predicate },
): Promise<SegmentPreview> {
  requirePermission(access, "people:read");
  await requireLivePredicate(deps.db, access.workspaceId, of, predicate);
  const startedAt = performance.now();
  // Asked before the count: what is computed by now is counted.
  const computing = await segmentsStillComputing(deps.db, access.workspaceId, segmentsNamedBy(predicate));
  const size =
    of === "account"
      ? await previewAccounts(deps, access.workspaceId, predicate)
      : await previewPeople(deps, access.workspaceId, predicate);
  return { ...size, computing, ms: Math.round(performance.now() - startedAt) };
}

async function previewPeople(deps: QueryDeps, workspaceId: string, predicate: Predicate): Promise<{ people: number; of: number }> {
  // A query whose `where` it is brings what compiling it takes: named segments, types of properties, limits.
  const context = await createQueryContext(deps, workspaceId, {
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
  return { people: row?.people ?? 0, of: row?.of ?? 0 };
}
