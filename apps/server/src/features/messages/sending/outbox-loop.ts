const lookEveryMs = 1_000;

export type OutboxWork<Ready> = {
  /** Takes at most so many that are due, in a transaction; `ready` are those to be given away now. */
  take: (limit: number) => Promise<{ taken: number; ready: Ready[] }>;
  /** Gives one away and settles it. */
  send: (ready: Ready) => Promise<void>;
  /** Settles what a sender that died was at; gives how many. */
  settleLost: () => Promise<number>;
  onError: (error: unknown) => void;
  /** How many are given away at once. */
  atOnce: number;
  /** What is left open for the next. */
  close?: () => void;
};
export type OutboxLoop = { start(): void; wake(): void; sendDue(): Promise<number>; stop(): Promise<void> };

/** Goes through an outbox whenever there is news, and once a second. */
export function createOutboxLoop<Ready>({ take, send, settleLost, onError, atOnce, close }: OutboxWork<Ready>): OutboxLoop {
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

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
    start() {
      timer = setInterval(wake, lookEveryMs);
      wake();
    },
    /** News: look now. */
    wake,
    /** One round, until nothing is due; gives how many were taken. */
    async sendDue() {
      while ((await settleLost()) > 0);
      let sent = 0;
      for (;;) {
        const { taken, ready } = await take(atOnce);
        await Promise.all(ready.map(send));
        sent += taken;
        if (taken < atOnce) return sent;
      }
    },
    /** Ends when what was given away is settled. */
    async stop() {
      isStopped = true;
      if (timer) clearInterval(timer);
      await running;
      await Promise.all(underWay);
      close?.();
    },
  };
}
