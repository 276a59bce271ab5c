import { randomUUID } from "node:crypto";
import type { Person } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { suppressionLock } from "../identity/index.ts";
import { settleLiveSegments, type SegmentListener } from "../live-segments/index.ts";
import { readPerson, resolvePerson } from "./get-person.ts";
import type { Db } from "./people.store.ts";

/** Records an answer that a person gave to somebody of the team. */
export async function setConsent(
  deps: { db: Db; now?: () => number; onSegmentChanges?: SegmentListener | undefined },
  access: Access,
  input: { id: string; purpose: string; granted: boolean },
): Promise<Person> {
  requirePermission(access, "people:write");
  const { workspaceId, actor } = access;
  const personId = await deps.db.transaction().execute(async (tx) => {
    // As a batch does: nobody is deleted between the looking and the writing.
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    const personId = await resolvePerson(tx, workspaceId, input.id);
    await sql`
      INSERT INTO consent (workspace_id, profile_id, purpose, at, message_id, granted, source)
      VALUES (${workspaceId}, ${personId}, ${input.purpose}, now(), ${randomUUID()}, ${input.granted}, ${`${actor.kind}:${actor.name}`})`.execute(
      tx,
    );
    await settleLiveSegments(tx, workspaceId, { people: [personId], nowMs: deps.now?.(), onSegmentChanges: deps.onSegmentChanges });
    await recordAudit(tx, access, {
      action: "people.consent",
      subject: input.id,
      details: { purpose: input.purpose, granted: input.granted },
    });
    return personId;
  });
  return readPerson(deps.db, workspaceId, personId);
}
