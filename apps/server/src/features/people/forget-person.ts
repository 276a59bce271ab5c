import { traitsDuring, type Tx } from "../identity/index.ts";
import type { Traits } from "@throughline/domain";
import { sql } from "kysely";
import { containing } from "../../platform/postgres/containing.ts";
import { recountPeople } from "../accounts/index.ts";
import { forgetMatches } from "../live-segments/index.ts";
import { forgetOwnInteractions } from "../own-interactions/index.ts";
import type { DeletedStretch } from "./deletions.store.ts";
import type { Db } from "./people.store.ts";

/** Identifiers shorter than this stand in too many texts that have nothing to do with them. */
const shortestSearched = 5;

/** What could not be used and names one of a person's identifiers, also where it could not even be read. */
export async function forgetInQuarantine(db: Db, workspaceId: string, personId: string): Promise<void> {
  const { rows } = await sql<{
    value: string;
  }>`SELECT value FROM profile WHERE workspace_id = ${workspaceId} AND person_id = ${personId} AND NOT split`.execute(db);
  const patterns = rows.filter(({ value }) => value.length >= shortestSearched).map(({ value }) => containing(value));
  if (patterns.length > 0)
    await sql`DELETE FROM quarantine WHERE workspace_id = ${workspaceId} AND raw ILIKE ANY(${patterns}::text[])`.execute(db);
}

/** Profiles that were nobody else's, with everything that hangs on them. What they claim on shared devices stays until the timeline is emptied: it keeps their part theirs. */
export async function forgetWholeProfiles(tx: Tx, workspaceId: string, personId: string, ids: readonly string[]): Promise<void> {
  const { rows: accounts } = await sql<{ accountId: string }>`
    DELETE FROM account_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]) RETURNING account_id AS "accountId"`.execute(
    tx,
  );
  await sql`DELETE FROM consent WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM identity_claim WHERE workspace_id = ${workspaceId} AND child_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM identity_merge WHERE workspace_id = ${workspaceId} AND (from_id = ANY(${ids}::bigint[]) OR into_id = ANY(${ids}::bigint[]))`.execute(
    tx,
  );
  await sql`DELETE FROM identity_conflict WHERE workspace_id = ${workspaceId} AND child_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`
    UPDATE person_override SET deleted = true, version = nextval('person_override_version') WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]) AND NOT deleted`.execute(
    tx,
  );
  await sql`DELETE FROM quarantine WHERE workspace_id = ${workspaceId} AND profile_ids && ${ids}::bigint[]`.execute(tx);
  await forgetExamples(tx, workspaceId, ids);
  await forgetOwnInteractions(tx, workspaceId, [...ids, personId]);
  // With their history: what was written in them is about this person.
  await sql`DELETE FROM task WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${[...ids, personId]}::bigint[])`.execute(tx);
  await forgetDecisions(tx, workspaceId, [...ids, personId]);
  await sql`DELETE FROM flow_run WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${[...ids, personId]}::bigint[])`.execute(tx);
  await forgetMessages(tx, workspaceId, [...ids, personId]);
  await sql`DELETE FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM person WHERE workspace_id = ${workspaceId} AND id = ${personId}`.execute(tx);
  await recountPeople(
    tx,
    accounts.map(({ accountId }) => ({ workspaceId, accountId })),
  );
}

/** What the arbiter decided about them and what it went by. */
async function forgetDecisions(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const table of ["touch_decision", "holdout_draw", "person_matter", "person_score"])
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM attention_budget WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::bigint[])`.execute(tx);
}

/** What was sent to them, or was to be, and what flows asked elsewhere about them. */
async function forgetMessages(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const table of ["message", "outbound_call"])
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(tx);
}

const forgetExamples = (tx: Tx, workspaceId: string, ids: readonly string[]) =>
  sql`UPDATE catalogue_property SET example = NULL, example_profile_id = NULL WHERE workspace_id = ${workspaceId} AND example_profile_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );

/** Whose part of a shared device a row is, by its time. */
const timesOfRows = [
  ["touch_decision", "decided_at"],
  ["holdout_draw", "drawn_at"],
  ["person_matter", "last_at"],
  ["person_score", "at"],
  ["message", "queued_at"],
  ["flow_run", "entered_at"],
  ["outbound_call", "queued_at"],
] as const;

/** A person's part of a device or contact that others use too: what was stated there in their time. */
export async function forgetParts(tx: Tx, workspaceId: string, parts: readonly DeletedStretch[]): Promise<void> {
  await forgetMatches(
    tx,
    workspaceId,
    parts.map((part) => ({ ...part, untilMs: part.untilMs ?? Infinity })),
  );
  for (const { profileId, fromMs, untilMs } of parts) {
    const during = { fromMs, untilMs: untilMs ?? Infinity };
    const [from, until] = [new Date(fromMs), new Date(untilMs ?? 8.64e15)];
    await sql`DELETE FROM consent WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} AND at >= ${from} AND at < ${until}`.execute(
      tx,
    );
    for (const [table, time] of timesOfRows)
      await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} AND ${sql.ref(time)} >= ${from} AND ${sql.ref(time)} < ${until}`.execute(
        tx,
      );
    await sql`DELETE FROM account_member WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} AND first_seen >= ${from} AND last_seen < ${until}`.execute(
      tx,
    );
    const { rows } = await sql<{
      traits: Traits;
    }>`SELECT traits FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(tx);
    const traits = rows[0]?.traits ?? {};
    const theirs = new Set(Object.keys(traitsDuring(traits, during)));
    const others = Object.fromEntries(Object.entries(traits).filter(([name]) => !theirs.has(name)));
    if (theirs.size > 0)
      await sql`UPDATE profile SET traits = ${JSON.stringify(others)}::jsonb WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(
        tx,
      );
  }
  await forgetExamples(
    tx,
    workspaceId,
    parts.map((part) => part.profileId),
  );
}
