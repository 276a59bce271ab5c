import type { Db } from "./flows-deps.ts";

/** Templates of a workspace; null as long as there are none to be chosen from. */
export async function listTemplates(_db: Db, _workspaceId: string): Promise<{ key: string; channel: string }[] | null> {
  return null;
}
