import { personIdOf } from "@throughline/contract";
import { isTimeZone, type Facts } from "@throughline/domain";
import { sql } from "kysely";
import { asStretches, createStretchReader, type ReadStretches } from "../identity/index.ts";
import type { Db, Tx } from "./arbiter-deps.ts";
import { timesOf } from "./times-of.ts";

type PersonRow = { id: string; email: string | null; phone: string | null; traits: Facts["traits"] };
type Part = "consents" | "matters" | "scores" | "past" | "holdouts" | "tiers";
type PartRow = { [Each in Part]: { personId: string; part: Each; list: Facts[Each] } }[Part];

/** No window of the rules looks further back. */
const longestWindowMs = 90 * 86_400_000;
const pushTraits = ["pushToken", "deviceToken"];
const ms = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::float8`);

/**
 * What is known about people for a decision. With `asOf` as it was then: what was answered, opened, said and allowed later is left out. Who is not there is left out.
 */
export async function readFacts(
  db: Db | Tx,
  workspaceId: string,
  personIds: readonly string[],
  {
    nowMs,
    asOf,
    tierTrait,
    timezone,
    readStretches = createStretchReader(db, workspaceId),
  }: { nowMs: number; asOf: Date | null; tierTrait: string; timezone: string; readStretches?: ReadStretches | undefined },
): Promise<Map<string, Facts>> {
  const { rows: people } = await sql<PersonRow>`
    SELECT id, email, phone, traits FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${personIds}::bigint[])`.execute(db);
  const until = asOf?.toISOString() ?? "infinity";
  const since = new Date(nowMs - longestWindowMs);
  // Each part by itself and for all of them at once: asked for one person after another, each would look through the stretches of all.
  const { rows: parts } = await sql<PartRow>`
    WITH stretch AS MATERIALIZED (${timesOf(asStretches(await readStretches(personIds)))})
    SELECT person_id AS "personId", 'consents' AS part, json_agg(json_build_object('purpose', purpose, 'granted', granted, 'at', ${ms("at")})) AS list FROM (
      SELECT DISTINCT ON (s.person_id, c.purpose) s.person_id, c.purpose, c.granted, c.at
      FROM stretch s JOIN consent c ON c.workspace_id = ${workspaceId} AND c.profile_id = s.profile_id AND c.at >= s.from_at AND c.at < s.until_at
      WHERE c.at <= ${until}::timestamptz ORDER BY s.person_id, c.purpose, c.at DESC, c.message_id DESC) c GROUP BY person_id
    UNION ALL
    SELECT person_id, 'matters', json_agg(json_build_object('kind', kind, 'key', key, 'openedAt', ${ms("opened_at")}, 'lastAt', ${ms("last_at")})) FROM (
      SELECT s.person_id, m.kind, m.key, max(m.opened_at) FILTER (WHERE m.opened_at <= ${until}::timestamptz) AS opened_at,
        max(m.settled_at) FILTER (WHERE m.settled_at <= ${until}::timestamptz) AS settled_at, max(m.last_at) AS last_at
      FROM stretch s JOIN person_matter m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id AND m.last_at >= s.from_at AND coalesce(m.opened_at, m.last_at) < s.until_at
      GROUP BY s.person_id, m.kind, m.key) m WHERE opened_at > coalesce(settled_at, '-infinity') GROUP BY person_id
    UNION ALL
    SELECT person_id, 'scores', json_agg(json_build_object('kind', kind, 'score', score, 'at', ${ms("at")})) FROM (
      SELECT DISTINCT ON (s.person_id, o.kind) s.person_id, o.kind, o.score, o.at
      FROM stretch s JOIN person_score o ON o.workspace_id = ${workspaceId} AND o.profile_id = s.profile_id AND o.at >= s.from_at AND o.at < s.until_at
      WHERE o.at <= ${until}::timestamptz ORDER BY s.person_id, o.kind, o.at DESC) o GROUP BY person_id
    UNION ALL
    SELECT s.person_id, 'past', json_agg(json_build_object('at', ${ms("d.decided_at")}, 'kind', d.kind, 'purpose', d.purpose))
    FROM stretch s JOIN touch_decision d ON d.workspace_id = ${workspaceId} AND d.profile_id = s.profile_id AND d.takes_attention AND d.decided_at >= s.from_at AND d.decided_at < s.until_at
    WHERE d.decided_at > ${since} AND d.decided_at <= ${until}::timestamptz GROUP BY s.person_id
    UNION ALL
    SELECT person_id, 'holdouts', json_agg(json_build_object('scope', scope, 'held', held)) FROM (
      SELECT DISTINCT ON (s.person_id, h.scope) s.person_id, h.scope, h.held
      FROM stretch s JOIN holdout_draw h ON h.workspace_id = ${workspaceId} AND h.profile_id = s.profile_id AND h.drawn_at >= s.from_at AND h.drawn_at < s.until_at
      ORDER BY s.person_id, h.scope, h.drawn_at, h.profile_id) h GROUP BY person_id
    UNION ALL
    SELECT s.person_id, 'tiers', json_agg(DISTINCT a.traits -> ${tierTrait} ->> 0)
    FROM stretch s JOIN account_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id
    JOIN account a ON a.workspace_id = m.workspace_id AND a.id = m.account_id WHERE a.traits -> ${tierTrait} ->> 0 IS NOT NULL GROUP BY s.person_id`.execute(
    db,
  );
  const facts = new Map(people.map((person) => [person.id, nothingYet(workspaceId, person, timezone)]));
  for (const { personId, part, list } of parts) Object.assign(facts.get(personId) ?? {}, { [part]: list });
  return facts;
}

const nothingYet = (workspaceId: string, { id, email, phone, traits }: PersonRow, timezone: string): Facts => ({
  workspaceId,
  personId: personIdOf(id),
  timezone: isTimeZone(traits["timezone"]) ? traits["timezone"] : timezone,
  email,
  phone,
  push: pushTraits.some((name) => typeof traits[name] === "string" && traits[name] !== ""),
  traits,
  consents: [],
  matters: [],
  scores: [],
  past: [],
  tiers: [],
  holdouts: [],
});
