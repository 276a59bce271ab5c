import { sql } from "kysely";
import { suppressionLock } from "../../identity/index.ts";
import type { MessagesDeps, Tx } from "../messages-deps.ts";
import { createGiveMessage, type GiveDeps, type GiveMessage } from "./give-message.ts";
import { holdMessage, markSending, takeDue, takeLost } from "./messages.store.ts";
import { leaseMs } from "./outcome.ts";
import { prepareMessages, type Ready } from "./prepare-messages.ts";
import { cancelMessage, settleMessage } from "./settle-message.ts";

export type SenderDeps = Pick<MessagesDeps, "db" | "keys" | "publicUrl" | "serverMail" | "outbound" | "now"> &
  Pick<GiveDeps, "smtpTimeoutMs" | "providerUrls"> & {
    onError: (error: unknown) => void;
    /** How messages are given away; the providers unless told. */
    give?: GiveMessage;
    /** How many are with providers at once. */
    atOnce?: number;
  };
export type MessageSender = ReturnType<typeof createMessageSender>;

const lookEveryMs = 1_000;

/**
 * Sends what waits in the outbox. A message is marked `sending` in a transaction of its own before it is given away, so that a crash from then on leaves it as what it is: unknown. What came
 * of it is written in one transaction with the arbiter's outcome and the person's timeline. Several processes share the work (SKIP LOCKED).
 */
export function createMessageSender(deps: SenderDeps) {
  const { db, now, onError, atOnce = 20 } = deps;
  const give = deps.give ?? createGiveMessage(deps);
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

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

  /** One round: takes, gives away and settles until nothing is due. For tests, and for whoever runs no loop. */
  async function sendDue(): Promise<number> {
    let sent = 0;
    while ((await settleLost()) > 0);
    for (;;) {
      const { taken, ready } = await take(atOnce);
      await Promise.all(ready.map(send));
      sent += taken;
      if (taken < atOnce) return sent;
    }
  }

  async function run(): Promise<void> {
    await settleLost();
    while (isAwake && !isStopped) {
      isAwake = false;
      for (;;) {
        while (underWay.size >= atOnce) await Promise.race(underWay);
        if (isStopped) return;
        const { taken, ready } = await take(atOnce - underWay.size);
        for (const one of ready) {
          const sending: Promise<void> = send(one)
            .catch(onError)
            .finally(() => underWay.delete(sending));
          underWay.add(sending);
        }
        if (taken === 0) break;
      }
    }
  }

  function wake(): void {
    isAwake = true;
    if (isStopped || running) return;
    running = run()
      .catch(onError)
      .finally(() => void (running = null));
  }

  return {
    start(): void {
      timer = setInterval(wake, lookEveryMs);
      wake();
    },
    /** News: look now. */
    wake,
    sendDue,
    /** Ends when what was given away is settled. */
    async stop(): Promise<void> {
      isStopped = true;
      if (timer) clearInterval(timer);
      await running;
      await Promise.all(underWay);
    },
  };
}

const sendingNow = ({ rendered, version }: Ready) => ({
  state: "sending" as const,
  version,
  locale: rendered.locale,
  subject: rendered.subject ?? rendered.title,
});
