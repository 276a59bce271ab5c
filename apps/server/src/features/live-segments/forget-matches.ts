import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import { forgetAccountMatches } from "./account-matches.store.ts";
import { readMemory, saveMemory } from "./matches.store.ts";
import { nothingPacked, withoutStretch } from "./packed-matches.ts";

type Stretch = { profileId: string; fromMs: number; untilMs: number };

/** Takes what was done in a stretch of a profile's time out of what is remembered of it; `untilMs` is excluded. */
export async function forgetMatches(tx: Tx, workspaceId: string, stretches: readonly Stretch[]): Promise<void> {
  for (const stretch of stretches) {
    const { profileId } = stretch;
    await sql`SELECT FROM segment_match WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} FOR UPDATE`.execute(tx);
    const packed = (await readMemory(tx, workspaceId, [profileId])).get(profileId) ?? nothingPacked;
    if (packed.length > 0) await saveMemory(tx, workspaceId, [[profileId, withoutStretch(packed, stretch)]]);
  }
  await forgetAccountMatches(tx, workspaceId, stretches);
}
