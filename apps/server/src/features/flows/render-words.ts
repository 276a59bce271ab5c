import { sql } from "kysely";
import { loadEventAccounts, loadRecipients, renderLiquid } from "../messages/index.ts";
import { contextOf } from "./context-of-run.ts";
import type { Asked, Session } from "./session.ts";

/** What a Liquid text of a step says about the person of a run. @throws TemplateFault */
export type Words = (one: Asked, text: string, mode?: "text" | "json") => string;

const speaks = ({ pending }: Asked): boolean =>
  (pending.kind === "task" || pending.kind === "approval" || pending.kind === "call" || pending.kind === "change") &&
  /\{[{%]/.test(JSON.stringify(pending));

/** Reads what texts of steps may speak of: the same that templates of messages find, as it is now. Where nothing is Liquid nothing is read. */
export async function readWords({ tx, workspaceId, nowMs }: Session, asked: readonly Asked[]): Promise<Words> {
  const speaking = asked.filter(speaks);
  const profileIds = [...new Set(speaking.map(({ work }) => work.stored.profileId))];
  if (profileIds.length === 0) return (_one, text) => text;
  const people = await loadRecipients(
    tx,
    workspaceId,
    profileIds.map((profileId) => ({ profileId, at: new Date(nowMs) })),
  );
  const accountOf = await loadEventAccounts(tx, workspaceId, speaking.map(contextOf));
  const { rows } = await sql<{ name: string }>`SELECT name FROM workspace WHERE id = ${workspaceId}`.execute(tx);
  return (one, text, mode = "text") => {
    const context = contextOf(one);
    const { person, account } = people.get(one.work.stored.profileId)?.scope ?? { person: {}, account: null };
    return renderLiquid(text, mode, {
      ...context,
      workspace: { name: rows[0]?.name ?? "" },
      person,
      account: accountOf(context) ?? account,
    });
  };
}
