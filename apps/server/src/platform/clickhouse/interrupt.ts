import { setTimeout as delay } from "node:timers/promises";
import type { Lease } from "./chdb-pool.ts";
import type { ChdbSession } from "./chdb-session.ts";
import { quote } from "./statement.ts";

const askAgainMs = 20;

/** Ends the statement that runs with the setting `log_comment = tag`, from a session of its own. Asks until it is done, for it may not have begun when first asked. */
export async function killStatement(open: () => ChdbSession, tag: string, isDone: () => boolean): Promise<void> {
  if (isDone()) return;
  const session = open();
  try {
    while (!isDone()) {
      await session.run(`KILL QUERY WHERE Settings['log_comment'] = ${quote(tag)} ASYNC`);
      await delay(askAgainMs);
    }
  } finally {
    session.close();
  }
}

/** Runs a tagged statement on a lent session. The caller is free as soon as the signal aborts; the session, when the engine has stopped and nobody asks it to any more. */
export async function runInterruptibly<Result>(
  options: { open: () => ChdbSession; lease: Lease<ChdbSession>; tag: string; signal: AbortSignal },
  work: (session: ChdbSession) => Promise<Result>,
): Promise<Result> {
  const { open, lease, tag, signal } = options;
  let done = false;
  let killing: Promise<unknown> | null = null;
  const working = work(lease.session).finally(() => (done = true));
  const giveBack = (end: () => void) => (killing === null ? end() : void killing.then(end));
  working.then(
    () => giveBack(lease.release),
    () => giveBack(lease.discard),
  );
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason);
      // An engine that does not take it lets the statement go to its own end.
      killing = killStatement(open, tag, () => done).catch(() => undefined);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    working.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** The chunks of a tagged stream on a lent session, which is closed at the end. Throws the signal's reason when that aborts, also while nobody reads. */
export async function* streamInterruptibly<Chunk>(
  options: { open: () => ChdbSession; lease: Lease<ChdbSession>; tag: string; signal: AbortSignal },
  start: (session: ChdbSession) => AsyncGenerator<Chunk, void, undefined>,
): AsyncGenerator<Chunk, void, undefined> {
  const { open, lease, tag, signal } = options;
  const chunks = start(lease.session);
  let ended: Promise<void> | null = null;
  let done = false;
  const end = () =>
    (ended ??= chunks
      .return()
      .then(
        () => void (done = true),
        () => void (done = true), // what went wrong was told to the reader by next()
      )
      .finally(lease.discard));
  const onAbort = () => void Promise.all([end(), killStatement(open, tag, () => done)]).catch(() => undefined);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    for (let chunk = await chunks.next(); !chunk.done; chunk = await chunks.next()) {
      signal.throwIfAborted();
      yield chunk.value;
    }
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", onAbort);
    await end();
  }
}
