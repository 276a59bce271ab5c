import { ProductError } from "@throughline/contract";

/** What the pool needs of a session. Closing twice is allowed. */
export type PooledSession = { close(): void };

/** A session lent to one statement. Exactly one of the two is called, when the engine is done with the statement. */
export type Lease<Session> = {
  session: Session;
  /** The statement went well: the session may serve the next one. */
  release(): void;
  /** It did not: what it left behind in the session must never be seen, so the session is closed. */
  discard(): void;
};

export type PoolOptions<Session> = {
  open: () => Session;
  /** Sessions, and so statements at the same time. */
  size: number;
  /** Sessions that only inserts may take, so that analysis never holds all of them. */
  reserved: number;
  /** More waiting than this are refused. */
  maxWaiting?: number;
  /** Longest wait for a session. */
  waitTimeoutMs?: number;
};

type Waiter<Session> = { grant: (lease: Lease<Session>) => void; refuse: (error: unknown) => void };

/** Sessions on one data directory, each with one statement at a time. Opened when needed, kept while they are healthy. */
export function createSessionPool<Session extends PooledSession>(options: PoolOptions<Session>) {
  const { open, size, reserved, maxWaiting = 1_000, waitTimeoutMs = 60_000 } = options;
  const idle: Session[] = [];
  const queues: Record<"insert" | "other", Waiter<Session>[]> = { insert: [], other: [] };
  let lent = 0;
  let lentToOthers = 0;
  let closed = false;
  let allReturned: (() => void) | null = null;

  function lend(kind: "insert" | "other"): Lease<Session> {
    const session = idle.pop() ?? open();
    lent++;
    if (kind === "other") lentToOthers++;
    const takeBack = (healthy: boolean) => {
      lent--;
      if (kind === "other") lentToOthers--;
      if (healthy && !closed) idle.push(session);
      else session.close();
      serveWaiting();
      if (lent === 0) allReturned?.();
    };
    return { session, release: () => takeBack(true), discard: () => takeBack(false) };
  }

  const isFree = (kind: "insert" | "other") => lent < size && (kind === "insert" || lentToOthers < size - reserved);

  function serveWaiting(): void {
    for (const kind of ["insert", "other"] as const) {
      while (isFree(kind) && queues[kind].length > 0) {
        const waiter = queues[kind].shift() as Waiter<Session>;
        try {
          waiter.grant(lend(kind));
        } catch (error) {
          waiter.refuse(error);
        }
      }
    }
  }

  function wait(kind: "insert" | "other", signal: AbortSignal | undefined): Promise<Lease<Session>> {
    const queue = queues[kind];
    if (queue.length >= maxWaiting)
      return Promise.reject(new ProductError("unavailable", "Too many queries wait for the timeline store.", { retryAfterSeconds: 1 }));
    return new Promise((resolve, reject) => {
      const leave = (error: unknown) => {
        const place = queue.indexOf(waiter);
        if (place >= 0) queue.splice(place, 1);
        waiter.refuse(error);
      };
      const onAbort = () => leave(signal?.reason);
      const timer = setTimeout(
        () => leave(new ProductError("unavailable", "The timeline store is too busy.", { retryAfterSeconds: 5 })),
        waitTimeoutMs,
      );
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      const waiter: Waiter<Session> = { grant: (lease) => (settle(), resolve(lease)), refuse: (error) => (settle(), reject(error)) };
      signal?.addEventListener("abort", onAbort, { once: true });
      queue.push(waiter);
    });
  }

  return {
    /** Borrows a session. Rejects with the signal's reason when aborted while waiting; with `unavailable` when too many wait, or for too long. */
    async acquire(kind: "insert" | "other", signal?: AbortSignal): Promise<Lease<Session>> {
      signal?.throwIfAborted();
      if (closed) throw new ProductError("unavailable", "The timeline store is closed.");
      return isFree(kind) && queues[kind].length === 0 ? lend(kind) : wait(kind, signal);
    },

    /** Refuses those who wait, waits for the lent sessions to come back, and closes all. */
    async close(): Promise<void> {
      closed = true;
      for (const waiter of [...queues.insert.splice(0), ...queues.other.splice(0)])
        waiter.refuse(new ProductError("unavailable", "The timeline store is closed."));
      for (const session of idle.splice(0)) session.close();
      if (lent > 0) await new Promise<void>((resolve) => (allReturned = resolve));
    },
  };
}
