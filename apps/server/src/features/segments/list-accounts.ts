import { parseAccountId, ProductError, type SegmentAccount } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { findAccount, findAccounts } from "../accounts/index.ts";
import { requireSegmentOf } from "./manage-segments.ts";
import type { Db } from "./segments.store.ts";

/** A page of the accounts of a segment of accounts, the latest that entered first. */
export async function listSegmentAccounts(
  deps: { db: Db },
  access: Access,
  input: { key: string; cursor?: string | undefined; limit: number },
): Promise<{ items: SegmentAccount[]; next: string | null; total: number }> {
  requirePermission(access, "accounts:read");
  const { workspaceId } = access;
  const { id, people: total } = await requireSegmentOf(deps.db, workspaceId, input.key, "account");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,20}$/)]));
  const { rows } = await sql<{ account: string; since: Date }>`
    SELECT account, since FROM (
      SELECT profile_id AS account, date_trunc('milliseconds', since) AS since FROM segment_member WHERE workspace_id = ${workspaceId} AND segment_id = ${id}) member
    WHERE ${after ? sql`(since, account) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql`true`}
    ORDER BY since DESC, account DESC LIMIT ${input.limit + 1}`.execute(deps.db);
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const accounts = await findAccounts(
    deps.db,
    workspaceId,
    page.map(({ account }) => account),
  );
  return {
    items: page.flatMap(({ account, since }) => {
      const found = accounts.get(account);
      return found ? [{ ...found, enteredAt: since.toISOString() }] : [];
    }),
    next: last ? encodeCursor([last.since.toISOString(), last.account]) : null,
    total,
  };
}

/** The segments that an account is in, by name. */
export async function segmentsOfAccount(deps: { db: Db }, access: Access, input: { id: string }) {
  requirePermission(access, "accounts:read");
  const { workspaceId } = access;
  const accountId = await requireAccountId(deps.db, workspaceId, input.id);
  const { rows } = await sql<{ key: string; name: string; kind: "static" | "live"; since: Date }>`
    SELECT s.key, s.name, s.kind, m.since FROM segment_member m JOIN segment s ON s.id = m.segment_id AND s.of = 'account' AND s.replaces IS NULL AND NOT s.hidden
    WHERE m.workspace_id = ${workspaceId} AND m.profile_id = ${accountId} ORDER BY s.name, s.key`.execute(deps.db);
  return { items: rows.map(({ since, ...row }) => ({ ...row, enteredAt: since.toISOString() })) };
}

/** The account of this public id. Throws `not_found`. */
export async function requireAccountId(db: Db, workspaceId: string, id: string): Promise<string> {
  const accountId = parseAccountId(id);
  if (accountId === null || !(await findAccount(db, workspaceId, accountId)))
    throw new ProductError("not_found", "There is no such account in this workspace.");
  return accountId;
}
