import { parsePersonId, ProductError, type Person } from "@throughline/contract";
import { profileKinds, type ProfileKind } from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { currentPersonId, findByIdentifier, findSummary, type Db } from "./people.store.ts";
import { readConflicts, readConsent, readIdentifiers, readMemberships, readPossibleDuplicates } from "./person-details.store.ts";

export const noSuchPerson = () => new ProductError("not_found", "There is no such person in this workspace.");

/** Public id → the internal id of the person it belongs to now. Throws `not_found`. */
export async function resolvePerson(db: Db, workspaceId: string, id: string): Promise<string> {
  const profileId = parsePersonId(id);
  const personId = profileId === null ? null : await currentPersonId(db, workspaceId, profileId);
  if (personId === null) throw noSuchPerson();
  return personId;
}

/** Everything known about a person but the timeline. */
export async function readPerson(db: Db, workspaceId: string, personId: string): Promise<Person> {
  const summary = await findSummary(db, workspaceId, personId);
  if (!summary) throw noSuchPerson();
  const [identity, accounts, consent, conflicts, possibleDuplicates] = await Promise.all([
    readIdentifiers(db, workspaceId, personId),
    readMemberships(db, workspaceId, personId),
    readConsent(db, workspaceId, personId),
    readConflicts(db, workspaceId, personId),
    readPossibleDuplicates(db, workspaceId, personId),
  ]);
  return { ...summary, ...identity, accounts, consent, conflicts, possibleDuplicates };
}

export async function getPerson(deps: { db: Db }, access: Access, input: { id: string }): Promise<Person> {
  requirePermission(access, "people:read");
  return readPerson(deps.db, access.workspaceId, await resolvePerson(deps.db, access.workspaceId, input.id));
}

/** `identifier` is `kind:value`. Throws `not_found`. */
export async function lookupPerson(deps: { db: Db }, access: Access, input: { identifier: string }): Promise<Person> {
  requirePermission(access, "people:read");
  const colon = input.identifier.indexOf(":");
  const kind = input.identifier.slice(0, colon);
  if (!profileKinds.includes(kind as ProfileKind)) throw noSuchPerson();
  const personId = await findByIdentifier(deps.db, access.workspaceId, kind as ProfileKind, input.identifier.slice(colon + 1));
  if (personId === null) throw noSuchPerson();
  return readPerson(deps.db, access.workspaceId, personId);
}
