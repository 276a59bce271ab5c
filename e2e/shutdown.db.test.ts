import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { processIdentity } from "../apps/server/src/platform/process/process-identity.ts";
import { bootstrap, createProduct, waitUntilProcessed, type Product } from "./support/product.ts";

/** Stopping the whole product, as a service manager or Ctrl-C does. That it took too long would show: after a while it gives up and exits with 1. */
let product: Product;
beforeAll(async () => {
  product = await createProduct();
  await product.start();
}, 120_000);
afterAll(() => product.remove(), 60_000);

const basic = `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}`;
const users = 7;
const batchOf = (worker: number, number: number) =>
  Array.from({ length: 10 }, (_, index) => ({
    type: "track",
    event: "Shutdown Tested",
    userId: `user-${(worker + index) % users}`,
    messageId: `m-${worker}-${number}-${index}`,
  }));

/** Sends one batch after the other until the product is gone; gives the message ids that it acknowledged. */
async function sendUntilGone(worker: number, onAcknowledged: (count: number) => void): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let number = 0; ; number++) {
    const batch = batchOf(worker, number);
    const answer = await fetch(`${product.url}/v1/batch`, {
      method: "POST",
      headers: { authorization: basic, "content-type": "application/json" },
      body: JSON.stringify({ batch }),
    }).catch(() => null);
    if (answer?.status !== 200) return acknowledged;
    acknowledged.push(...batch.map(({ messageId }) => messageId));
    onAcknowledged(batch.length);
  }
}

/** The message ids on the timelines of all users, as often as they stand there. */
async function messageIdsOnTimelines(): Promise<string[]> {
  const found: string[] = [];
  for (let user = 0; user < users; user++) {
    const person = await product.get<{ id: string }>(`/api/v1/people/lookup?identifier=userId:user-${user}`);
    for (let cursor = ""; ;) {
      const page = await product.get<{ items: { messageId: string }[]; next: string | null }>(
        `/api/v1/people/${person.id}/timeline?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      found.push(...page.items.map((item) => item.messageId));
      if (!page.next) break;
      cursor = page.next;
    }
  }
  return found;
}

const remember = (pids: number[]) => pids.map((pid) => ({ pid, identity: processIdentity(pid) }));
const stillRunning = (processes: ReturnType<typeof remember>) =>
  processes.filter(({ pid, identity }) => identity !== null && processIdentity(pid) === identity);

describe("asked to end", () => {
  test("under load it ends well, with nothing acknowledged lost and no process left", async () => {
    // Somebody watches live, and another one never finishes what it sends: neither may keep the product from ending.
    const watching = await fetch(`${product.url}/api/v1/live`, {
      headers: { authorization: `Bearer ${bootstrap.apiKey}`, accept: "text/event-stream" },
    });
    expect(watching.status).toBe(200);
    const slow = connect(Number(new URL(product.url).port), "127.0.0.1").on("error", () => {});
    slow.write(
      `POST /v1/batch HTTP/1.1\r\nhost: x\r\nauthorization: ${basic}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{"batch":[`,
    );

    const processes = remember(product.processes());
    expect(processes.length).toBeGreaterThan(2);
    let sent = 0;
    const { promise: loaded, resolve } = Promise.withResolvers<void>();
    const sending = Promise.all([0, 1, 2, 3].map((worker) => sendUntilGone(worker, (count) => (sent += count) >= 1_500 && resolve())));
    await loaded;
    expect(await product.stop(), product.output()).toBe(0);
    const acknowledged = (await sending).flat();
    expect(acknowledged.length).toBeGreaterThanOrEqual(1_500);
    await vi.waitFor(() => expect(stillRunning(processes)).toEqual([]), 5_000);

    await product.start();
    await waitUntilProcessed(product);
    const found = await messageIdsOnTimelines();
    expect(new Set(found).size).toBe(found.length);
    expect(acknowledged.filter((id) => !found.includes(id))).toEqual([]);
    slow.destroy();
  }, 180_000);

  test("while it is still starting it ends as well", async () => {
    await product.stop();
    const starting = product.start().then(
      () => "ready",
      () => "ended",
    );
    await vi.waitFor(() => expect(product.processes().length).toBeGreaterThan(2), { timeout: 60_000, interval: 10 });
    const processes = remember(product.processes());
    expect(await product.stop(), product.output()).toBe(0);
    await starting;
    await vi.waitFor(() => expect(stillRunning(processes)).toEqual([]), 5_000);
    await product.start();
  }, 180_000);
});
