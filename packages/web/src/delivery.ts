import { backOffMs, judgeAnswer } from "./judge-answer.ts";
import type { Answer } from "./judge-answer.ts";
import { report } from "./guard.ts";
import type { Queue } from "./queue.ts";
import type { Store } from "./store.ts";

const maxBatchEvents = 100;
/** Characters; leaves room below the size at which a request may outlive its page. */
const maxBatchLength = 50_000;
/** A lease is renewed this often while events wait. */
const renewMs = 60_000;
/** Tabs that were asked to wait until the same moment come back over this time. */
const spreadMs = 1000;

export interface DeliveryDeps {
  queue: Queue;
  /** Holds the time until which the collector asked every tab to wait. */
  store: Store;
  waitKey: string;
  /** Called before events are taken from the queue, to remove what may no longer be sent. */
  beforeSend(): void;
  post(events: readonly string[]): Promise<Answer>;
  /** Hands a batch to the browser without waiting; false when it was not taken. */
  beacon(events: readonly string[]): boolean;
  /** Runs `work` in so many milliseconds, instead of what was scheduled before. */
  schedule(work: () => void, delayMs: number): void;
  now(): number;
  random(): number;
}

export interface Delivery {
  /** Sends in so many milliseconds, or when the delivery meant to anyway, as after a failure. */
  wake(delayMs: number): void;
  /** Sends what is queued now; resolves when all is settled or an attempt has failed. Never rejects. */
  flush(): Promise<void>;
  /** The page goes: hands over what is not under way. It stays queued, as nobody will see the answer. */
  leave(): void;
  /** The page is back, from the back/forward cache or from having no network. */
  resume(): void;
}

/** Brings events to the collector at least once, always under their own message ids, so that it counts them once. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { queue, store, waitKey } = deps;
  const busy = new Set<string>();
  let current: Promise<void> | undefined;
  let batchLimit = maxBatchEvents;
  let attempt = 0;
  let scheduled = false;
  let left = false;

  const waitMs = (): number => Math.max(0, Number(store.get(waitKey)) - deps.now());
  const flushIn = (delayMs: number): void => {
    scheduled = true;
    deps.schedule(() => {
      scheduled = false;
      void flush();
    }, delayMs);
  };
  const wait = (delayMs: number): void => {
    flushIn(Math.min(delayMs + deps.random() * spreadMs, renewMs));
  };

  async function send(): Promise<void> {
    queue.renew();
    scheduled = false;
    for (;;) {
      deps.beforeSend();
      const batch = queue.take(batchLimit, maxBatchLength, busy);
      if (!batch.length) return;
      const askedToWait = waitMs();
      if (askedToWait) return wait(askedToWait);

      batch.forEach((event) => busy.add(event));
      const answer = await deps.post(batch);
      batch.forEach((event) => busy.delete(event));

      const { settled, next } = judgeAnswer(answer, batch.length);
      if (settled === "all" || settled.length) {
        queue.remove(settled === "all" ? batch : settled.map((place) => batch[place]!));
      }
      if (answer.status >= 400) report(new Error(`The collector answered ${answer.status}.`));
      if (next === "wait") {
        if (answer.retryAfterMs) store.set(waitKey, String(deps.now() + answer.retryAfterMs));
        return wait(Math.max(answer.retryAfterMs ?? 0, backOffMs(attempt++, deps.random())));
      }
      attempt = 0;
      batchLimit = next === "split" ? Math.ceil(batch.length / 2) : maxBatchEvents;
    }
  }
  function flush(): Promise<void> {
    if (left) return Promise.resolve();
    current ??= send()
      .catch(report)
      .finally(() => (current = undefined));
    return current;
  }
  return {
    wake(delayMs) {
      if (!scheduled) flushIn(delayMs);
    },
    flush,
    leave() {
      deps.beforeSend();
      const batch = queue.take(maxBatchEvents, maxBatchLength, busy);
      if (batch.length && !waitMs() && deps.beacon(batch)) batch.forEach((event) => busy.add(event));
      left = true;
      queue.release();
    },
    resume() {
      left = false;
      attempt = 0;
      busy.clear();
      void flush();
    },
  };
}
