import type { RuleName } from "@throughline/contract";
import { sql } from "kysely";
import type { Db } from "./report-deps.ts";
import { mostFollowed, type Began, type Bounds } from "./sides.store.ts";

export type TouchCount = { step: string; asked: number; held: { rule: RuleName; touches: number }[] };
export type MessageCount = {
  step: string;
  sent: number;
  failed: number;
  unknown: number;
  opened: number;
  clicked: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
};

/** What the arbiter was asked by a flow's steps: each touch once, with its last answer; its id is that of the run, the step and the visit. */
export async function countTouches(db: Db, workspaceId: string, flow: string, { from, to }: Bounds): Promise<TouchCount[]> {
  const { rows } = await sql<TouchCount>`
    WITH last AS MATERIALIZED (
      SELECT DISTINCT ON (d.touch_id) split_part(d.touch_id, ':', 2) AS step, d.answer, d.rule FROM touch_decision d
      WHERE d.workspace_id = ${workspaceId} AND d.flow = ${flow} AND d.decided_at >= ${from} AND d.decided_at < ${to} ORDER BY d.touch_id, d.attempt DESC)
    SELECT l.step, count(*)::int AS asked,
      coalesce((SELECT json_agg(json_build_object('rule', h.rule, 'touches', h.touches) ORDER BY h.touches DESC, h.rule) FROM (
        SELECT x.rule, count(*) AS touches FROM last x WHERE x.step = l.step AND x.answer <> 'now' AND x.rule IS NOT NULL GROUP BY x.rule) h), '[]') AS held
    FROM last l GROUP BY l.step`.execute(db);
  return rows;
}

/** What became of the messages of a flow, by step. */
export async function countMessages(db: Db, workspaceId: string, flow: string, { from, to }: Bounds): Promise<MessageCount[]> {
  const { rows } = await sql<MessageCount>`
    SELECT step, count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state = 'failed')::int AS failed, count(*) FILTER (WHERE state = 'unknown')::int AS unknown,
      count(opened_at)::int AS opened, count(clicked_at)::int AS clicked, count(bounced_at)::int AS bounced, count(complained_at)::int AS complained, count(unsubscribed_at)::int AS unsubscribed
    FROM message WHERE workspace_id = ${workspaceId} AND flow = ${flow} AND step IS NOT NULL AND queued_at >= ${from} AND queued_at < ${to} GROUP BY step`.execute(
    db,
  );
  return rows;
}

/** When people were first sent the message of a step: the latest of them. */
export async function firstSent(db: Db, workspaceId: string, flow: string, step: string, { from, to }: Bounds): Promise<Began[]> {
  const { rows } = await sql<Began>`
    SELECT coalesce(f.person_id, m.profile_id) AS "personId", '' AS variant, (extract(epoch FROM min(m.sent_at)) * 1000)::float8 AS at
    FROM message m LEFT JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.flow = ${flow} AND m.step = ${step} AND m.state = 'sent' AND m.sent_at IS NOT NULL AND m.queued_at >= ${from} AND m.queued_at < ${to}
    GROUP BY 1 ORDER BY 3 DESC LIMIT ${mostFollowed}`.execute(db);
  return rows;
}
