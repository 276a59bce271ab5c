import { personIdOf } from "@throughline/contract";
import { isTimeZone, type Facts } from "@throughline/domain";
import { sql } from "kysely";
import type { Db, Tx } from "./arbiter-deps.ts";
import { timesOf } from "./times-of.ts";

type Row = {
  id: string;
  email: string | null;
  phone: string | null;
  traits: Facts["traits"];
  consents: Facts["consents"] | null;
  matters: Facts["matters"] | null;
  scores: Facts["scores"] | null;
  past: Facts["past"] | null;
  holdouts: Facts["holdouts"] | null;
  tiers: string[] | null;
};

/** No window of the rules looks further back. */
const longestWindowMs = 90 * 86_400_000;
const pushTraits = ["pushToken", "deviceToken"];
const ms = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::float8`);

/**
 * What is known about people for a decision, in one statement. With `asOf` as it was then: what was answered, opened, said and allowed later is left out. Who is
 * not there is left out.
 */
export async function readFacts(
  db: Db | Tx,
  workspaceId: string,
  personIds: readonly string[],
  { nowMs, asOf, tierTrait, timezone }: { nowMs: number; asOf: Date | null; tierTrait: string; timezone: string },
): Promise<Map<string, Facts>> {
  const until = asOf?.toISOString() ?? "infinity";
  const since = new Date(nowMs - longestWindowMs);
  const { rows } = await sql<Row>`
    WITH stretch AS MATERIALIZED (${timesOf(workspaceId, personIds)})
    SELECT p.id, p.email, p.phone, p.traits,
      (SELECT json_agg(json_build_object('purpose', c.purpose, 'granted', c.granted, 'at', ${ms("c.at")})) FROM (
        SELECT DISTINCT ON (c.purpose) c.purpose, c.granted, c.at FROM stretch s JOIN consent c ON c.workspace_id = ${workspaceId} AND c.profile_id = s.profile_id AND c.at >= s.from_at AND c.at < s.until_at
        WHERE s.person_id = p.id AND c.at <= ${until}::timestamptz ORDER BY c.purpose, c.at DESC, c.message_id DESC) c) AS consents,
      (SELECT json_agg(json_build_object('kind', m.kind, 'key', m.key, 'openedAt', ${ms("m.opened_at")}, 'lastAt', ${ms("m.last_at")})) FROM (
        SELECT m.kind, m.key, max(m.opened_at) FILTER (WHERE m.opened_at <= ${until}::timestamptz) AS opened_at, max(m.settled_at) FILTER (WHERE m.settled_at <= ${until}::timestamptz) AS settled_at, max(m.last_at) AS last_at
        FROM stretch s JOIN person_matter m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id AND m.last_at >= s.from_at AND coalesce(m.opened_at, m.last_at) < s.until_at
        WHERE s.person_id = p.id GROUP BY m.kind, m.key) m WHERE m.opened_at > coalesce(m.settled_at, '-infinity')) AS matters,
      (SELECT json_agg(json_build_object('kind', o.kind, 'score', o.score, 'at', ${ms("o.at")})) FROM (
        SELECT DISTINCT ON (o.kind) o.kind, o.score, o.at FROM stretch s JOIN person_score o ON o.workspace_id = ${workspaceId} AND o.profile_id = s.profile_id AND o.at >= s.from_at AND o.at < s.until_at
        WHERE s.person_id = p.id AND o.at <= ${until}::timestamptz ORDER BY o.kind, o.at DESC) o) AS scores,
      (SELECT json_agg(json_build_object('at', ${ms("d.decided_at")}, 'kind', d.kind, 'purpose', d.purpose)) FROM stretch s
        JOIN touch_decision d ON d.workspace_id = ${workspaceId} AND d.profile_id = s.profile_id AND d.takes_attention AND d.decided_at >= s.from_at AND d.decided_at < s.until_at AND d.decided_at > ${since} AND d.decided_at <= ${until}::timestamptz
        WHERE s.person_id = p.id) AS past,
      (SELECT json_agg(json_build_object('scope', h.scope, 'held', h.held)) FROM (
        SELECT DISTINCT ON (h.scope) h.scope, h.held FROM stretch s JOIN holdout_draw h ON h.workspace_id = ${workspaceId} AND h.profile_id = s.profile_id AND h.drawn_at >= s.from_at AND h.drawn_at < s.until_at
        WHERE s.person_id = p.id ORDER BY h.scope, h.drawn_at, h.profile_id) h) AS holdouts,
      (SELECT json_agg(DISTINCT a.traits -> ${tierTrait} ->> 0) FROM stretch s JOIN account_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id
        JOIN account a ON a.workspace_id = m.workspace_id AND a.id = m.account_id WHERE s.person_id = p.id AND a.traits -> ${tierTrait} ->> 0 IS NOT NULL) AS tiers
    FROM person p WHERE p.workspace_id = ${workspaceId} AND p.id = ANY(${personIds}::bigint[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        workspaceId,
        personId: personIdOf(row.id),
        timezone: isTimeZone(row.traits["timezone"]) ? row.traits["timezone"] : timezone,
        email: row.email,
        phone: row.phone,
        push: pushTraits.some((name) => typeof row.traits[name] === "string" && row.traits[name] !== ""),
        traits: row.traits,
        consents: row.consents ?? [],
        matters: row.matters ?? [],
        scores: row.scores ?? [],
        past: row.past ?? [],
        tiers: row.tiers ?? [],
        holdouts: row.holdouts ?? [],
      },
    ]),
  );
}
