import { ProductError, type Answer, type Query } from "@throughline/contract";
import { toZonedIso } from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { LogLag } from "../../platform/log/log.ts";
import { createQueryContext, type QueryDeps } from "./create-query-context.ts";
import { answerFunnel } from "./funnel/answer-funnel.ts";
import { answerLifecycle } from "./lifecycle.ts";
import { answerPaths } from "./paths/answer-paths.ts";
import type { QueryContext } from "./query-context.ts";
import { answerRetention } from "./retention.ts";
import { answerStickiness } from "./stickiness.ts";
import { answerTrends } from "./trends/answer-trends.ts";

type PlainAnswer = Answer extends infer Each ? (Each extends Answer ? Omit<Each, keyof AnswerMeta> : never) : never;
type AnswerMeta = Pick<Answer, "freshness" | "rowsRead" | "tookMs" | "from" | "to" | "timezone">;
export type RunQueryDeps = QueryDeps & { lag: () => LogLag };

/** The answer to a query of any kind, with what it knows and what it cost. */
export async function runQuery(deps: RunQueryDeps, access: Access, query: Query): Promise<Answer> {
  requirePermission(access, "insights:read");
  const startedAt = performance.now();
  const lag = deps.lag();
  const context = await createQueryContext(deps, access.workspaceId, query);
  const journey = query.kind === "journey" ? await deps.journeys?.answer(access, query, deps.clickhouse) : undefined;
  const answer = journey ?? (await answerOf(context, query));
  const meta: AnswerMeta = {
    freshness: { at: new Date(context.nowMs - lag.seconds * 1000).toISOString(), waiting: lag.events },
    rowsRead: context.rowsRead() + (journey?.rowsRead ?? 0),
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
    from: toZonedIso(context.fromMs, context.timezone),
    to: toZonedIso(context.toMs, context.timezone),
    timezone: context.timezone,
  };
  return { ...answer, ...meta } as Answer;
}

/** The answer alone, without what it cost. */
export function answerOf(context: QueryContext, query: Query): Promise<PlainAnswer> {
  switch (query.kind) {
    case "trends":
      return answerTrends(context, query);
    case "funnel":
      return answerFunnel(context, query);
    case "paths":
      return answerPaths(context, query);
    case "retention":
      return answerRetention(context, query);
    case "lifecycle":
      return answerLifecycle(context, query);
    case "stickiness":
      return answerStickiness(context, query);
    default:
      throw cannotBeAsked(query.kind);
  }
}

/** A kind of query that this server does not answer. */
export const cannotBeAsked = (kind: string): ProductError =>
  new ProductError("invalid_input", `Queries of the kind ${kind} cannot be asked here.`, {
    issues: [{ field: "kind", message: "cannot be asked here", accepted: "trends, funnel, paths, retention, lifecycle, stickiness" }],
  });
