import { sql } from "kysely";
import { loadRecipients, renderLiquid } from "../messages/index.ts";
import { contextOf } from "./context-of-run.ts";
import type { Asked, Session } from "./session.ts";

/** What a Liquid text of a step says about the person of a run. @throws TemplateFault */
export type Words = (one: Asked, text: string, mode?: "text" | "json") => string;

const speaks = ({ pending }: Asked): boolean =>
  (pending.kind === "task" || pending.kind === "approval" || pending.kind === "call" || pending.kind === "change") &&
  /\{[{%]/.test(JSON.stringify(pending));

/** Reads what texts of steps may speak of: the same that templates of messages find, as it is now. Where nothing is Liquid nothing is read. */
export async function readWords({ tx, workspaceId, nowMs }: Session, asked: readonly Asked[]): Promise<Words> {
  const profileIds = [...new Set(asked.filter(speaks).map(({ work }) => work.stored.profileId))];
  if (profileIds.length === 0) return (_one, text) => text;
  const people = await loadRecipients(
    tx,
    workspaceId,
    profileIds.map((profileId) => ({ profileId, at: new Date(nowMs) })),
  );
  const { rows } = await sql<{ name: string }>`SELECT name FROM workspace WHERE id = ${workspaceId}`.execute(tx);
  return (one, text, mode = "text") =>
    renderLiquid(text, mode, {
      ...contextOf(one),
      workspace: { name: rows[0]?.name ?? "" },
      ...(people.get(one.work.stored.profileId)?.scope ?? { person: {}, account: null }),
    });
}
