import type { apiKeySchema, Permission } from "@throughline/contract";
import type { Selectable } from "kysely";
import type { z } from "zod";
import { hashApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import type { ApiKey as ApiKeyTable } from "../../platform/postgres/database.ts";
import type { Db } from "./workspace-deps.ts";

export type ApiKey = z.infer<typeof apiKeySchema>;

const toApiKey = (row: Selectable<ApiKeyTable>): ApiKey => ({
  id: row.id,
  name: row.name,
  start: row.start,
  scopes: row.scopes as Permission[],
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  expiresAt: row.expires_at?.toISOString() ?? null,
});

/** API keys of a workspace; db may be a transaction. */
export const createApiKeyStore = (db: Db) => ({
  async list(workspaceId: string): Promise<ApiKey[]> {
    return (
      await db
        .selectFrom("api_key")
        .selectAll()
        .where("workspace_id", "=", workspaceId)
        .where("revoked_at", "is", null)
        .orderBy("created_at", "desc")
        .orderBy("id")
        .execute()
    ).map(toApiKey);
  },

  async add(
    workspaceId: string,
    {
      key,
      name,
      scopes,
      createdBy,
      expiresAt,
    }: { key: string; name: string; scopes: readonly Permission[]; createdBy: string; expiresAt: Date | null },
  ): Promise<ApiKey> {
    const row = await db
      .insertInto("api_key")
      .values({
        workspace_id: workspaceId,
        name,
        hash: hashApiKey(key),
        start: startOfApiKey(key),
        scopes: [...scopes],
        created_by: createdBy,
        expires_at: expiresAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toApiKey(row);
  },

  /** Gives the revoked key, or null when there is none that works. */
  async revoke(workspaceId: string, id: string): Promise<ApiKey | null> {
    const row = await db
      .updateTable("api_key")
      .set({ revoked_at: new Date() })
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .returningAll()
      .executeTakeFirst();
    return row ? toApiKey(row) : null;
  },
});
