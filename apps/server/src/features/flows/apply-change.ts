import type { FlowAnswer, FlowPending, Traits } from "@throughline/domain";
import { foldTraits, traitsAt } from "@throughline/domain";
import { sql } from "kysely";
import { foldPeople } from "../identity/index.ts";
import { lookSoon } from "../live-segments/index.ts";
import { changeMembers } from "../segments/index.ts";
import { renderWords } from "./render-words.ts";
import type { Asked, Session } from "./session.ts";

type AskedChange = Asked & { pending: Extract<FlowPending, { kind: "change" }> };

/** Changes traits and lists as a step says, or null where this transaction may not: whoever does has locked the person's profiles. Live segments follow within moments. */
export async function applyChange(session: Session, one: AskedChange): Promise<FlowAnswer | null> {
  const { tx, workspaceId, nowMs, countStretches } = session;
  if (!countStretches) return null;
  const { change, key } = one.pending;
  const { personId, stored } = one.work;
  const values = Object.fromEntries(
    change.traits.map(({ trait, value }) => [trait, typeof value === "string" ? renderWords(session, one, value) : value]),
  );
  if (change.traits.length > 0) {
    const { rows } = await sql<{
      traits: Traits;
    }>`SELECT traits FROM profile WHERE workspace_id = ${workspaceId} AND id = ${stored.profileId} FOR UPDATE`.execute(tx);
    const traits = foldTraits(rows[0]?.traits ?? {}, traitsAt(values, nowMs, `flow ${key}`));
    await sql`UPDATE profile SET traits = ${JSON.stringify(traits)}::jsonb WHERE workspace_id = ${workspaceId} AND id = ${stored.profileId}`.execute(
      tx,
    );
    await foldPeople(tx, workspaceId, [personId], countStretches);
    await lookSoon(tx, workspaceId, [personId]);
    // Steps behind this one see them as they are now.
    const seen = session.personOf(personId);
    if (seen)
      seen.view.traits = Object.fromEntries(Object.entries({ ...seen.view.traits, ...values }).filter(([, value]) => value !== null));
  }
  const members = [
    ...change.addTo.map((segment) => ({ key: segment, profileId: personId, isMember: true })),
    ...change.removeFrom.map((segment) => ({ key: segment, profileId: personId, isMember: false })),
  ];
  const missing = await changeMembers(tx, workspaceId, members);
  return {
    kind: "done",
    sentence: missing.length === 0 ? "Was changed." : `Was changed, but there is no list ${missing.join(", ")}.`,
    evidence: { traits: values, addTo: change.addTo, removeFrom: change.removeFrom },
  };
}
