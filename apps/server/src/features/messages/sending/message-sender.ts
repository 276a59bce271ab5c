import { sql } from "kysely";
import { suppressionLock } from "../../identity/index.ts";
import type { MessagesDeps, Tx } from "../messages-deps.ts";
import { createGiveMessage, type GiveDeps, type GiveMessage } from "./give-message.ts";
import { holdMessage, markSending, takeDue, takeLost } from "./messages.store.ts";
import { createOutboxLoop } from "./outbox-loop.ts";
import { leaseMs } from "./outcome.ts";
import { createSmtp } from "./smtp.ts";
import { prepareMessages, type Ready } from "./prepare-messages.ts";
import { cancelMessage, settleMessage } from "./settle-message.ts";

export type SenderDeps = Pick<MessagesDeps, "db" | "keys" | "publicUrl" | "serverMail" | "outbound" | "allowPrivate" | "now"> &
  Pick<GiveDeps, "smtpTimeoutMs" | "providerUrls"> & {
    onError: (error: unknown) => void;
    /** How messages are given away; the providers unless told. */
    give?: GiveMessage;
    /** How many are with providers at once. */
    atOnce?: number;
  };
export type MessageSender = ReturnType<typeof createMessageSender>;

/** As long as mail follows mail a connection is used again. */
const keepConnectionsMs = 5_000;

/**
 * Sends what waits in the outbox. A message is marked `sending` in a transaction of its own before it is given away, so that a crash from then on leaves it as what it is: unknown. What came
 * of it is written in one transaction with the arbiter's outcome and the person's timeline. Several processes share the work (SKIP LOCKED).
 */
export function createMessageSender(deps: SenderDeps) {
  const { db, now } = deps;
  const smtp = createSmtp({ idleMs: keepConnectionsMs });
  const give = deps.give ?? createGiveMessage({ ...deps, smtp });

  /** As a deletion of a person has it: nobody waits in a circle. */
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
      return work(tx);
    });

  /** Takes what is due, and gives what is ready to be sent; how many were taken is told. */
  const take = (limit: number): Promise<{ taken: number; ready: Ready[] }> =>
    within(async (tx) => {
      const due = await takeDue(tx, new Date(now()), limit);
      const ready: Ready[] = [];
      for (const prepared of await prepareMessages(deps, tx, due)) {
        const { message } = prepared;
        if ("rendered" in prepared) {
          await markSending(tx, message, prepared, new Date(now() + leaseMs));
          ready.push({
            ...prepared,
            message: { ...message, ...sendingNow(prepared), attempts: message.attempts + 1, tries: message.tries + 1 },
          });
        } else if (prepared.state === "cancelled") await cancelMessage(tx, message, prepared.reason, now());
        else await settleMessage(tx, message, { state: "failed", reason: prepared.reason }, now());
      }
      return { taken: due.length, ready };
    });

  async function send(ready: Ready): Promise<void> {
    const outcome = await give(ready);
    await within(async (tx) => {
      const message = await holdMessage(tx, ready.message.workspaceId, ready.message.id);
      // Deleted meanwhile, or settled by a person after it had counted as unknown.
      if (!message || message.attempts !== ready.message.attempts) return;
      if (message.state === "sending" || message.state === "unknown") await settleMessage(tx, message, outcome, now());
    });
  }

  /** What a sender that died was at. */
  const settleLost = (): Promise<number> =>
    within(async (tx) => {
      const lost = await takeLost(tx, new Date(now()), 100);
      for (const message of lost)
        await settleMessage(tx, message, { state: "unknown", reason: "The sender ended before it knew what came of it." }, now());
      return lost.length;
    });

  return createOutboxLoop({ take, send, settleLost, onError: deps.onError, atOnce: deps.atOnce ?? 20, close: smtp.close });
}

const sendingNow = ({ rendered, version }: Ready) => ({
  state: "sending" as const,
  version,
  locale: rendered.locale,
  subject: rendered.subject ?? rendered.title,
});
