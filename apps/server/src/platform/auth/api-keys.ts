import { createHash, randomBytes } from "node:crypto";
import type { Permission } from "@throughline/contract";
import type { Kysely } from "kysely";
import { LRUCache } from "lru-cache";
import type { Database } from "../postgres/database.ts";

export type ApiKeyHolder = { id: string; workspaceId: string; name: string; scopes: ReadonlySet<Permission>; expiresAt: Date | null };

/** How long a key may still work on other servers after it was revoked on one. */
const cacheMs = 10_000;

/** A new key: random, 192 bits. It is shown once and never stored. */
export const newApiKey = (): string => `tl_${randomBytes(24).toString("base64url")}`;

/** What is stored of a key. */
export const hashApiKey = (key: string): Buffer => createHash("sha256").update(key).digest();

/** The part of a key by which people recognise it. */
export const startOfApiKey = (key: string): string => key.slice(0, 8);

export type ApiKeys = {
  /** Whose key this is, or null when it is unknown, revoked or expired. Notes its use, at most once a minute. */
  find(key: string): Promise<ApiKeyHolder | null>;
  /** Forgets what is remembered of keys, so that a revocation on this server holds at once. */
  forget(): void;
};

/** Looks keys up by their hash, remembering the answers for some seconds. */
export function createApiKeys({ db, now = Date.now }: { db: Kysely<Database>; now?: () => number }): ApiKeys {
  const remembered = new LRUCache<string, { holder: ApiKeyHolder | null }>({ max: 1000, ttl: cacheMs, perf: { now } });

  async function load(hash: Buffer): Promise<ApiKeyHolder | null> {
    const row = await db
      .selectFrom("api_key")
      .select(["id", "workspace_id", "name", "scopes", "expires_at", "last_used_at"])
      .where("hash", "=", hash)
      .where("revoked_at", "is", null)
      .executeTakeFirst();
    if (!row) return null;
    const at = new Date(now());
    if (!row.last_used_at || row.last_used_at.getTime() < at.getTime() - 60_000) {
      await db.updateTable("api_key").set({ last_used_at: at }).where("id", "=", row.id).execute();
    }
    return {
      id: row.id,
      workspaceId: row.workspace_id,
      name: row.name,
      scopes: new Set(row.scopes as Permission[]),
      expiresAt: row.expires_at,
    };
  }

  return {
    async find(key) {
      const hash = hashApiKey(key);
      const id = hash.toString("base64");
      const known = remembered.get(id) ?? { holder: await load(hash) };
      remembered.set(id, known, { noUpdateTTL: true });
      const { holder } = known;
      return holder && (!holder.expiresAt || holder.expiresAt.getTime() > now()) ? holder : null;
    },
    forget: () => remembered.clear(),
  };
}
