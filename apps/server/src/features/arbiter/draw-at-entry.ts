import { personIdOf } from "@throughline/contract";
import { drawHoldout } from "@throughline/domain";
import { sql } from "kysely";
import { asStretches, type ReadStretches } from "../identity/index.ts";
import type { Tx } from "./arbiter-deps.ts";
import { insertDraws, type NewDraw } from "./holdouts.store.ts";
import { timesOf } from "./times-of.ts";

/** Somebody comes into a flow: with which shares they are drawn if they were not before. `personId` as decimal text. */
export type Drawn = { personId: string; flow: string; share: number; shareOfAll: number };

/**
 * Draws on which side of the holdout of everything and of a flow somebody is, and keeps it: who was drawn before stays on that side, whatever the share became. Gives, by `person flow`, the holdout that
 * leaves them alone, or null. A share of 0 draws nobody; in that of everything nothing is kept by it, since it may only mean that this flow is not measured.
 */
export async function drawAtEntry(
  tx: Tx,
  { workspaceId, nowMs, readStretches }: { workspaceId: string; nowMs: number; readStretches: ReadStretches },
  entries: readonly Drawn[],
): Promise<Map<string, "all" | "flow" | null>> {
  const sides = new Map<string, "all" | "flow" | null>();
  if (entries.length === 0) return sides;
  const personIds = [...new Set(entries.map(({ personId }) => personId))];
  const { rows } = await sql<{ personId: string; scope: string; held: boolean }>`
    WITH stretch AS MATERIALIZED (${timesOf(asStretches(await readStretches(personIds)))})
    SELECT DISTINCT ON (s.person_id, h.scope) s.person_id AS "personId", h.scope, h.held FROM stretch s
    JOIN holdout_draw h ON h.workspace_id = ${workspaceId} AND h.profile_id = s.profile_id AND h.drawn_at >= s.from_at AND h.drawn_at < s.until_at AND h.scope = ANY(${["", ...new Set(entries.map(({ flow }) => flow))]}::text[])
    ORDER BY s.person_id, h.scope, h.drawn_at, h.profile_id`.execute(tx);
  const kept = new Map(rows.map(({ personId, scope, held }) => [`${personId} ${scope}`, held]));
  const draws: NewDraw[] = [];
  const at = new Date(nowMs);
  const draw = (personId: string, scope: string, share: number): boolean => {
    const key = `${personId} ${scope}`;
    const before = kept.get(key);
    if (before !== undefined) return before;
    const held = drawHoldout({ workspaceId, personId: personIdOf(personId), scope, share });
    kept.set(key, held);
    draws.push({ personId, scope, held, share, at });
    return held;
  };
  for (const { personId, flow, share, shareOfAll } of entries) {
    const heldByAll = shareOfAll > 0 && draw(personId, "", shareOfAll);
    const heldByFlow = draw(personId, flow, share);
    sides.set(`${personId} ${flow}`, heldByAll ? "all" : heldByFlow ? "flow" : null);
  }
  await insertDraws(tx, workspaceId, draws);
  return sides;
}
