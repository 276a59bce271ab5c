import { ProductError, type MessageDetails } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { suppressionLock } from "../../identity/index.ts";
import { noSuchMessage, type Tx } from "../messages-deps.ts";
import { holdMessage, noteEvent, setState, type MessageRow } from "../sending/messages.store.ts";
import { cancelMessage, saidBy, settleMessage } from "../sending/settle-message.ts";
import { readMessage, type LogDeps } from "./list-messages.ts";

type Input = { id: string; note?: string | undefined };

/** Sends a message again of which nobody knows whether it arrived: a person's decision, never ours. It keeps its Message-ID and its key. */
export const resendMessage = (deps: LogDeps, access: Access, { id, note }: Input): Promise<MessageDetails> =>
  decide(deps, access, id, "message.resend", async (tx, message, at) => {
    requireState(message, ["unknown"], "Only what is unknown is sent again by hand.");
    await setState(tx, message, { state: "queued", reason: null, at, settledBy: access.actor.name, resetTries: true });
    await noteEvent(tx, message, {
      what: "sent again",
      note: note === undefined ? access.actor.name : `${access.actor.name}: ${note}`,
      at,
    });
    await sql`SELECT pg_notify('throughline_messages', '')`.execute(tx);
  });

/** Says what came of a message that is unknown, as somebody found out elsewhere. */
export const settleByPerson = (
  deps: LogDeps,
  access: Access,
  { id, outcome, note }: Input & { outcome: "sent" | "failed" },
): Promise<MessageDetails> =>
  decide(deps, access, id, "message.settle", async (tx, message, at) => {
    requireState(message, ["unknown"], "It is known what came of it.");
    const { name } = access.actor;
    const settled = outcome === "sent" ? { state: outcome, providerId: null } : { state: outcome, reason: saidBy(name, note) };
    await settleMessage(tx, message, settled, at.getTime(), name, note);
  });

/** Cancels what was not given to a provider yet. */
export const cancelByPerson = (deps: LogDeps, access: Access, { id, note }: Input): Promise<MessageDetails> =>
  decide(deps, access, id, "message.cancel", async (tx, message, at) => {
    requireState(message, ["queued"], "It has left the house already.");
    await cancelMessage(
      tx,
      message,
      `${access.actor.name} cancelled it${note === undefined ? "." : `: ${note}`}`,
      at.getTime(),
      access.actor.name,
    );
  });

async function decide(
  { db, now }: LogDeps,
  access: Access,
  id: string,
  action: string,
  work: (tx: Tx, message: MessageRow, at: Date) => Promise<void>,
): Promise<MessageDetails> {
  requirePermission(access, "flows:write");
  const { workspaceId } = access;
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    const message = await holdMessage(tx, workspaceId, id);
    if (!message) throw noSuchMessage();
    await work(tx, message, new Date(now()));
    await recordAudit(tx, access, { action, subject: id });
  });
  return readMessage(db, workspaceId, id);
}

function requireState({ state }: MessageRow, states: MessageRow["state"][], message: string): void {
  if (!states.includes(state)) throw new ProductError("conflict", `${message} It is “${state}”.`);
}
