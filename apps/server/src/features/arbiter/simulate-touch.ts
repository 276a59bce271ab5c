import type { ArbiterRules, Simulation, Touch } from "@throughline/contract";
import { decide, isTimeZone, toZonedIso, worthOf } from "@throughline/domain";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchPerson, type ArbiterDeps } from "./arbiter-deps.ts";
import { profileOf } from "./decide-touches.ts";
import { readFacts } from "./facts.store.ts";
import { readRules } from "./rules.store.ts";

/** Tries a touch on a person at a time, with the rules of now or with others. At a time gone by, what was answered, said, opened and allowed since is left out. Nothing is kept. */
export async function simulateTouch(
  { db, now }: ArbiterDeps,
  access: Access,
  { touch, at, rules: tried }: { touch: Omit<Touch, "id">; at?: string | undefined; rules?: ArbiterRules | undefined },
): Promise<Simulation> {
  requirePermission(access, "arbiter:read");
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const nowMs = now();
  const atMs = at === undefined ? nowMs : Date.parse(at);
  const profileId = profileOf(workspaceId, touch.person);
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(db);
  if (!rows[0]) throw noSuchPerson();
  const { personId } = rows[0];
  const { rules: holding, timezone } = await readRules(db, workspaceId);
  const rules = tried ?? holding;
  const { tierTrait } = rules.ownership;
  const known = await readFacts(db, workspaceId, [personId], {
    nowMs: atMs,
    asOf: atMs < nowMs ? new Date(atMs) : null,
    tierTrait,
    timezone,
  });
  const facts = known.get(personId);
  if (!facts) throw noSuchPerson();
  const ruling = decide(touch, facts, rules, atMs);
  return {
    touch,
    personId: facts.personId,
    asOf: new Date(atMs).toISOString(),
    timezone: facts.timezone,
    timezoneFrom: isTimeZone(facts.traits["timezone"]) ? "person" : "workspace",
    localTime: toZonedIso(atMs, facts.timezone),
    answer: ruling.answer,
    at: ruling.at === null ? null : new Date(ruling.at).toISOString(),
    rule: ruling.rule,
    reason: ruling.reason,
    verdicts: ruling.verdicts,
    worth: worthOf(touch),
  };
}
