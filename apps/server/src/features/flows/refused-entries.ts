import { durationMs, personIdOf, type EntryRefusal, type FlowState } from "@throughline/contract";
import { sql } from "kysely";
import { stretchesOf } from "../identity/index.ts";
import type { Refusal } from "./enter-people.ts";
import type { LiveFlow } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";

/** Why nobody comes into a flow that is not live. */
export const notLiveWords: Record<Exclude<FlowState, "live">, string> = {
  draft: "It was never published.",
  preparing: "The flow is being prepared: people come in when its past has been read.",
  paused: "The flow is paused: nobody comes in until it goes on.",
  stopped: "The flow is stopped: nobody comes in any more.",
};

export const notKnown: Refusal = { code: "unknown", reason: "They are not known." };

type Refused = { profileId: string; personId: string; refusal: Refusal };
type Earlier = { personId: string; lastAt: Date; openSince: Date | null; leftAlone: boolean | null };

/** Refusals with the moments that explain them: since when somebody is in it, and as what; when they came in; from when on they may. */
export async function withMoments(tx: Tx, flow: LiveFlow, refused: readonly Refused[]): Promise<EntryRefusal[]> {
  if (refused.length === 0) return [];
  const { rows } = await sql<Earlier>`
    SELECT s.person_id AS "personId", max(r.entered_at) AS "lastAt", min(r.entered_at) FILTER (WHERE r.ended_at IS NULL) AS "openSince", bool_and(r.side <> 'treated') FILTER (WHERE r.ended_at IS NULL) AS "leftAlone"
    FROM (${stretchesOf(
      flow.workspaceId,
      refused.map(({ personId }) => personId),
    )}) s JOIN flow_run r ON r.workspace_id = ${flow.workspaceId} AND r.flow_id = ${flow.id} AND r.profile_id = s.profile_id
      AND extract(epoch FROM r.entered_at) * 1000 >= s.from_ms AND (s.until_ms IS NULL OR extract(epoch FROM r.entered_at) * 1000 < s.until_ms)
    GROUP BY s.person_id`.execute(tx);
  const earlier = new Map(rows.map((row) => [row.personId, row]));
  return refused.map(({ profileId, personId, refusal }) => ({
    person: personIdOf(profileId),
    ...explained(flow, refusal, earlier.get(personId)),
  }));
}

function explained(flow: LiveFlow, refusal: Refusal, before: Earlier | undefined): Omit<EntryRefusal, "person"> {
  const { code } = refusal;
  if (before && code === "inside") {
    const at = before.openSince?.toISOString() ?? null;
    return before.leftAlone
      ? { code: "left_alone", reason: "They are in it already: a holdout leaves them alone, and they are only watched.", at }
      : { ...refusal, at };
  }
  if (before && code === "before") return { ...refusal, at: before.lastAt.toISOString() };
  const { after } = flow.compiled.definition.entry;
  if (before && code === "too_soon" && after)
    return { ...refusal, at: new Date(before.lastAt.getTime() + durationMs(after)).toISOString() };
  return { ...refusal, at: null };
}
