import { personIdOf } from "@throughline/contract";
import { isTimeZone, traitValues, type AccountView, type JsonObject, type PersonView, type Traits } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { segmentsAmong } from "../segments/index.ts";
import { readPeople } from "../state-mirror/index.ts";
import type { Tx } from "./flows-deps.ts";

/** A person as a flow sees them, and by which clocks they live. Who is not there is left out. */
export type SeenPerson = { view: PersonView; timezone: string };
type Row = { id: string; traits: JsonObject; firstSeen: Date; lastSeen: Date };

export async function loadViews(
  tx: Tx,
  workspaceId: string,
  { segments, readsState, timezone }: { segments: readonly string[]; readsState: boolean; timezone: string },
  personIds: readonly string[],
): Promise<Map<string, SeenPerson>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    SELECT id, traits, first_seen AS "firstSeen", last_seen AS "lastSeen" FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(personIds)}::bigint[])`.execute(
    tx,
  );
  const members = await segmentsAmong(tx, workspaceId, segments, personIds);
  const states = readsState ? await loadStates(tx, workspaceId, personIds) : null;
  return new Map(
    rows.map(({ id, traits, firstSeen, lastSeen }) => {
      const state = states?.get(id);
      const view: PersonView = {
        id: personIdOf(id),
        traits,
        accounts: state?.accounts ?? [],
        consents: state?.consents ?? [],
        reachable: state?.reachable ?? [],
        segments: [...(members.get(id) ?? [])],
        stages: [],
        scores: {},
        firstSeen: firstSeen.getTime(),
        lastSeen: lastSeen.getTime(),
        interactions: [],
      };
      return [id, { view, timezone: isTimeZone(traits["timezone"]) ? traits["timezone"] : timezone }];
    }),
  );
}

type State = { consents: string[]; reachable: ("email" | "phone")[]; accounts: AccountView[] };

async function loadStates(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<Map<string, State>> {
  const rows = await readPeople(
    tx,
    personIds.map((id) => ({ workspaceId, id })),
    "0",
  );
  const accountIds = [...new Set(rows.flatMap((row) => row["account_ids"] as string[]))];
  const { rows: accounts } =
    accountIds.length === 0
      ? { rows: [] }
      : await sql<{ id: string; key: string; name: string | null; traits: Traits; firstSeen: Date; lastSeen: Date }>`
          SELECT id, key, name, traits, first_seen AS "firstSeen", last_seen AS "lastSeen" FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(accountIds)}::bigint[])`.execute(
          tx,
        );
  const views = new Map(
    accounts.map(({ id, key, name, traits, firstSeen, lastSeen }): [string, AccountView] => [
      id,
      { id, key, name: name ?? "", traits: traitValues(traits), firstSeen: firstSeen.getTime(), lastSeen: lastSeen.getTime() },
    ]),
  );
  return new Map(
    rows.map((row) => [
      row["person_id"] as string,
      {
        consents: row["consents"] as string[],
        reachable: row["reachable"] as ("email" | "phone")[],
        accounts: (row["account_ids"] as string[]).flatMap((id) => views.get(id) ?? []),
      },
    ]),
  );
}
