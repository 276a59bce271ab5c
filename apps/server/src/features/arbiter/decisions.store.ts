import { personIdOf, type Decision, type RuleName, type Touch, type TouchOutcome, type Verdict } from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import { stretchesOf } from "../identity/index.ts";
import type { Db, Tx } from "./arbiter-deps.ts";
import { timesOf } from "./times-of.ts";

export type DecisionRow = {
  id: string;
  touch: Touch;
  attempt: number;
  /** Whose it is now. */
  personId: string;
  answer: Decision["answer"];
  dueAt: Date | null;
  rule: RuleName | null;
  reason: string;
  worth: number;
  verdicts: Verdict[];
  decidedAt: Date;
  takesAttention: boolean;
  outcome: TouchOutcome | null;
  outcomeAt: Date | null;
  rulesVersion: number;
  outcomeNote: string | null;
};
export type NewDecision = Omit<DecisionRow, "outcome" | "outcomeAt" | "outcomeNote"> & { heldBy: string[] };

export const decisionColumns = sql`d.id, d.touch, d.attempt, d.answer, d.due_at AS "dueAt", d.rule, d.reason, d.worth, d.verdicts, d.decided_at AS "decidedAt",
  d.takes_attention AS "takesAttention", d.rules_version AS "rulesVersion", d.outcome, d.outcome_at AS "outcomeAt", d.outcome_note AS "outcomeNote"`;
/** The person who has the profile (`f`); on a shared device, who had it at the time. */
export const decisionOwner = sql`coalesce((SELECT o.person_id FROM person_override o WHERE f.split AND o.workspace_id = d.workspace_id AND o.profile_id = d.profile_id AND NOT o.deleted
  AND o.from_ms <= extract(epoch FROM d.decided_at) * 1000 ORDER BY o.from_ms DESC LIMIT 1), f.person_id, d.profile_id) AS "personId"`;

export function toDecision(row: DecisionRow): Decision {
  return {
    id: row.id,
    touch: row.touch,
    personId: personIdOf(row.personId),
    decidedAt: row.decidedAt.toISOString(),
    attempt: row.attempt,
    answer: row.answer,
    at: row.dueAt?.toISOString() ?? null,
    rule: row.rule,
    reason: row.reason,
    verdicts: row.verdicts,
    worth: row.worth,
    outcome: row.outcome === null ? null : { outcome: row.outcome, at: row.outcomeAt?.toISOString() ?? "", note: row.outcomeNote },
  };
}

const select = (where: RawBuilder<unknown>): RawBuilder<DecisionRow> => sql<DecisionRow>`
  SELECT ${decisionColumns}, ${decisionOwner} FROM touch_decision d LEFT JOIN profile f ON f.workspace_id = d.workspace_id AND f.id = d.profile_id WHERE ${where}`;

/** The latest decision of each of these touches. */
export async function latestDecisions(tx: Tx, workspaceId: string, touchIds: readonly string[]): Promise<Map<string, DecisionRow>> {
  const { rows } = await sql<DecisionRow>`
    SELECT DISTINCT ON (t."touchId") t.* FROM (${select(sql`d.workspace_id = ${workspaceId} AND d.touch_id = ANY(${touchIds}::text[])`)}) x,
    LATERAL (SELECT x.*, x.touch ->> 'id' AS "touchId") t ORDER BY t."touchId", t.attempt DESC`.execute(tx);
  return new Map(rows.map((row) => [row.touch.id, row]));
}

/** The decisions of one touch, the latest first; locked where they are to be changed. */
export async function decisionsOfTouch(db: Db | Tx, workspaceId: string, touchId: string): Promise<DecisionRow[]> {
  const { rows } =
    await sql<DecisionRow>`${select(sql`d.workspace_id = ${workspaceId} AND d.touch_id = ${touchId}`)} ORDER BY d.attempt DESC LIMIT 200`.execute(
      db,
    );
  return rows;
}

export async function insertDecisions(tx: Tx, workspaceId: string, decisions: readonly NewDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  await sql`
    INSERT INTO touch_decision (id, workspace_id, touch_id, attempt, profile_id, kind, purpose, flow, touch, answer, due_at, rule, reason, worth, verdicts, held_by, rules_version, decided_at, takes_attention)
    SELECT d.id, ${workspaceId}::uuid, d.touch ->> 'id', d.attempt, d."personId", d.touch ->> 'kind', d.touch ->> 'purpose', d.touch ->> 'flow', d.touch, d.answer, d."dueAt", d.rule, d.reason,
      d.worth, d.verdicts, d."heldBy", d."rulesVersion", d."decidedAt", d."takesAttention"
    FROM jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) AS d(id uuid, touch jsonb, attempt int, "personId" bigint, answer text, "dueAt" timestamptz, rule text, reason text, worth float8,
      verdicts jsonb, "heldBy" text[], "rulesVersion" int, "decidedAt" timestamptz, "takesAttention" boolean)`.execute(tx);
}

/** Notes what came of a touch that was allowed. */
export async function recordOutcome(
  tx: Tx,
  workspaceId: string,
  id: string,
  { outcome, at, note, takesAttention }: { outcome: TouchOutcome; at: Date; note: string | null; takesAttention: boolean },
): Promise<void> {
  await sql`
    UPDATE touch_decision SET outcome = ${outcome}, outcome_at = ${at}, outcome_note = ${note}, takes_attention = ${takesAttention}
    WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(tx);
}

export type DecisionPlace = [decidedAt: string, id: string];

/** What was decided about a person behind `after`, the latest first, one more than the limit where there are more. */
export async function decisionsOfPerson(
  db: Db,
  workspaceId: string,
  personId: string,
  filter: { answer?: string | undefined; flow?: string | undefined; kind?: string | undefined; after: DecisionPlace | null; limit: number },
): Promise<DecisionRow[]> {
  const conditions = [sql`d.workspace_id = ${workspaceId} AND d.decided_at >= s.from_at AND d.decided_at < s.until_at`];
  if (filter.answer !== undefined) conditions.push(sql`d.answer = ${filter.answer}`);
  if (filter.flow !== undefined) conditions.push(sql`d.flow = ${filter.flow}`);
  if (filter.kind !== undefined) conditions.push(sql`d.kind = ${filter.kind}`);
  if (filter.after) conditions.push(sql`(d.decided_at, d.id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)`);
  const { rows } = await sql<DecisionRow>`
    WITH stretch AS MATERIALIZED (${timesOf(stretchesOf(workspaceId, [personId]))})
    SELECT ${decisionColumns}, ${personId}::bigint AS "personId" FROM stretch s JOIN touch_decision d ON d.profile_id = s.profile_id AND ${sql.join(conditions, sql` AND `)}
    ORDER BY d.decided_at DESC, d.id DESC LIMIT ${filter.limit + 1}`.execute(db);
  return rows;
}

/** Forgets decisions that are older than the workspace keeps them. */
export async function trimDecisions(db: Db, nowMs: number, defaultDays: number): Promise<void> {
  await sql`
    DELETE FROM touch_decision d USING workspace w LEFT JOIN arbiter_rules r ON r.workspace_id = w.id
    WHERE d.workspace_id = w.id AND d.decided_at < ${new Date(nowMs)}::timestamptz - make_interval(days => coalesce((r.rules ->> 'keepDays')::int, ${defaultDays}::int))`.execute(
    db,
  );
}
