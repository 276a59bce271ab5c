import { parsePersonId, type Decision } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { noSuchPerson, noSuchTouch, type ArbiterDeps } from "./arbiter-deps.ts";
import { decisionsOfPerson, decisionsOfTouch, toDecision } from "./decisions.store.ts";

/** Why they did, or did not, get something: a page of the decisions about a person, the latest first. */
export async function readPersonDecisions(
  { db }: ArbiterDeps,
  access: Access,
  input: {
    id: string;
    answer?: string | undefined;
    flow?: string | undefined;
    kind?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: Decision[]; next: string | null }> {
  requirePermission(access, "arbiter:read");
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const { rows: found } = await sql<{ personId: string }>`
    SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${parsePersonId(input.id)}`.execute(db);
  if (!found[0]) throw noSuchPerson();
  const rows = await decisionsOfPerson(db, workspaceId, found[0].personId, { ...input, after });
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return {
    items: rows.slice(0, input.limit).map(toDecision),
    next: last ? encodeCursor([last.decidedAt.toISOString(), last.id]) : null,
  };
}

/** Every decision about one touch, the latest first. */
export async function readTouch({ db }: ArbiterDeps, access: Access, { id }: { id: string }): Promise<{ items: Decision[] }> {
  requirePermission(access, "arbiter:read");
  requirePermission(access, "people:read");
  const rows = await decisionsOfTouch(db, access.workspaceId, id);
  if (rows.length === 0) throw noSuchTouch();
  return { items: rows.map(toDecision) };
}
