import { ProductError, type Journey, type JourneyDefinition, type JourneyTemplate } from "@throughline/contract";
import { checkDefinition, journeyTemplates } from "@throughline/domain";
import type { Kysely } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { whatChanged } from "../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { followChangedJourney, requireNoFollowers } from "../segments/index.ts";
import * as store from "./journeys.store.ts";
import { matchesOf } from "./mark-sql.ts";

export type ManageDeps = { db: Kysely<Database> };
const noSuch = (key: string) => new ProductError("not_found", `There is no journey ${JSON.stringify(key)} in this workspace.`);

/** Throws `invalid_input` with every field that is wrong. */
export function requireUsable(definition: JourneyDefinition): void {
  const issues = checkDefinition(definition);
  if (issues.length > 0)
    throw new ProductError("invalid_input", `The journey cannot be used: ${[...new Set(issues.map((issue) => issue.field))].join(", ")}.`, {
      issues,
    });
}

export async function listJourneys(deps: ManageDeps, access: Access): Promise<{ items: Journey[] }> {
  requirePermission(access, "journeys:read");
  return { items: await store.readJourneys(deps.db, access.workspaceId) };
}

export async function getJourney(deps: ManageDeps, access: Access, input: { key: string }): Promise<Journey> {
  requirePermission(access, "journeys:read");
  const journey = await store.findJourney(deps.db, access.workspaceId, input.key);
  if (!journey) throw noSuch(input.key);
  return journey;
}

/** Journeys to begin with, and what of each this workspace has never received. */
export async function listTemplates(deps: ManageDeps, access: Access): Promise<{ items: JourneyTemplate[] }> {
  requirePermission(access, "journeys:read");
  const items = journeyTemplates.map(async (definition) => {
    const names = [...new Set(matchesOf(definition).flatMap((match) => match.event ?? []))];
    return { key: definition.key, definition, missing: await store.unknownNames(deps.db, access.workspaceId, names) };
  });
  return { items: await Promise.all(items) };
}

/** What stands under /journeys already, in the API or the console. */
const takenByPages: ReadonlySet<string> = new Set(["overview", "templates", "preview", "new"]);

export async function createJourney(deps: ManageDeps, access: Access, definition: JourneyDefinition): Promise<Journey> {
  requirePermission(access, "journeys:write");
  requireUsable(definition);
  if (takenByPages.has(definition.key))
    throw new ProductError("invalid_input", `${JSON.stringify(definition.key)} is the address of a page.`, {
      issues: [{ field: "key", message: "is the address of a page", accepted: `anything but ${[...takenByPages].join(", ")}` }],
    });
  await deps.db.transaction().execute(async (tx) => {
    if (!(await store.insertJourney(tx, access.workspaceId, definition, access.actor.name)))
      throw new ProductError("conflict", `There is a journey ${JSON.stringify(definition.key)} already.`, {
        issues: [{ field: "key", message: "is taken", accepted: "a key that no other journey has" }],
      });
    await recordAudit(tx, access, { action: "journeys.create", subject: definition.key, details: { name: definition.name } });
  });
  return getJourney(deps, access, definition);
}

/** Replaces a definition. All figures are those of the new one at once: nothing of the old is kept but the audit's entry. Live segments that speak of its stages follow when they are computed. */
export async function updateJourney(
  deps: ManageDeps,
  access: Access,
  input: JourneyDefinition & { updatedAt?: string | undefined },
): Promise<Journey> {
  requirePermission(access, "journeys:write");
  const { updatedAt, ...definition } = input;
  requireUsable(definition);
  const before = await getJourney(deps, access, definition);
  await deps.db.transaction().execute(async (tx) => {
    if (!(await store.replaceJourney(tx, access.workspaceId, definition, access.actor.name, updatedAt)))
      throw new ProductError("conflict", `${before.name} was changed by ${before.updatedBy ?? "somebody"} at ${before.updatedAt}.`);
    await followChangedJourney(tx, access.workspaceId, definition);
    const { createdAt: _c, updatedAt: _u, updatedBy: _b, ...former } = before;
    await recordAudit(tx, access, {
      action: "journeys.update",
      subject: definition.key,
      details: { name: definition.name, ...whatChanged(former, definition) },
    });
  });
  return getJourney(deps, access, definition);
}

export async function deleteJourney(deps: ManageDeps, access: Access, input: { key: string }): Promise<{ deleted: true }> {
  requirePermission(access, "journeys:write");
  const definition = await getJourney(deps, access, input);
  await deps.db.transaction().execute(async (tx) => {
    await requireNoFollowers(tx, access.workspaceId, input.key);
    await store.removeJourney(tx, access.workspaceId, input.key);
    await recordAudit(tx, access, { action: "journeys.delete", subject: input.key, details: { definition } });
  });
  return { deleted: true };
}

const seamPattern = /^(channel|actor|team):.+>.+$/;

/** Says who answers for a hand-off, whether or not anybody has crossed it yet. */
export async function setSeam(
  deps: ManageDeps,
  access: Access,
  input: { key: string; seam: string; owner: string | null; note: string },
): Promise<store.SeamOwner> {
  requirePermission(access, "journeys:write");
  await getJourney(deps, access, input);
  if (!seamPattern.test(input.seam))
    throw new ProductError("invalid_input", "seam is not the key of a hand-off.", {
      issues: [{ field: "seam", message: "is not the key of a hand-off", accepted: "kind:from>to, such as actor:bot>human" }],
    });
  const { seam, owner, note } = input;
  await deps.db.transaction().execute(async (tx) => {
    await store.keepSeamOwner(tx, access.workspaceId, input.key, { seam, owner, note });
    await recordAudit(tx, access, { action: "journeys.set_seam", subject: input.key, details: { seam, owner } });
  });
  return { seam, owner, note };
}
