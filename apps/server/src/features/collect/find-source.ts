import { LRUCache } from "lru-cache";
import type { Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

/** What collecting needs to know of a source. */
export type CollectSource = {
  id: string;
  workspaceId: string;
  name: string;
  enabled: boolean;
  keepIp: boolean;
  eventsPerSecond: number | null;
};

const rememberMs = 2_000;

/**
 * Finds sources by write key, remembering the answer (also "unknown") for two seconds. `forget` makes a change count at once in this process.
 */
export function createSourceFinder(db: Kysely<Database>) {
  const cache = new LRUCache<string, { source: CollectSource | null }>({ max: 10_000, ttl: rememberMs });

  async function find(writeKey: string): Promise<CollectSource | null> {
    const cached = cache.get(writeKey);
    if (cached) return cached.source;
    const row = await db
      .selectFrom("source")
      .select(["id", "workspace_id", "name", "enabled", "keep_ip", "events_per_second"])
      .where("write_key", "=", writeKey)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    const source = row
      ? {
          id: row.id,
          workspaceId: row.workspace_id,
          name: row.name,
          enabled: row.enabled,
          keepIp: row.keep_ip,
          eventsPerSecond: row.events_per_second,
        }
      : null;
    cache.set(writeKey, { source });
    return source;
  }

  return { find, forget: () => cache.clear() };
}
export type SourceFinder = ReturnType<typeof createSourceFinder>;
