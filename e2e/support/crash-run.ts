import { Analytics } from "@segment/analytics-node";
import { join } from "node:path";
import pino from "pino";
import { createClickHouse } from "../../apps/server/src/platform/clickhouse/index.ts";
import { bootstrap, createProduct, waitUntilProcessed } from "./product.ts";

export type CrashResult = {
  kills: number;
  acknowledged: number;
  onTimelines: number;
  lost: number;
  duplicated: number;
  onSeveralPeople: number;
  restartMs: number[];
};

/**
 * A real SDK with retries sends events all the time, while the whole process tree is killed with `kill -9` at random moments and started again.
 * Afterwards every message id that was acknowledged is looked for in the stored rows themselves (no FINAL, no deduplication in the query).
 */
export async function crashRun(options: {
  kills: number;
  eventsPerSecond: number;
  betweenKillsMs: [number, number];
  random: () => number;
  onKill?: (kill: number, acknowledged: number) => void;
}): Promise<CrashResult> {
  const product = await createProduct();
  await product.start();
  const acknowledged = new Set<string>();
  const analytics = new Analytics({
    writeKey: bootstrap.writeKey,
    host: product.url,
    flushAt: 20,
    flushInterval: 50,
    maxRetries: 60,
    httpRequestTimeout: 3_000,
    maxEventsInBatch: 100,
  } as ConstructorParameters<typeof Analytics>[0]);
  analytics.on("error", () => {}); // an event that the SDK gave up on was never acknowledged
  let sent = 0;
  const sendOne = () => {
    const number = sent++;
    const person = `user-${number % 97}`;
    const message = { userId: person, anonymousId: `device-${number % 131}`, messageId: `crash-${number}`, timestamp: new Date() };
    const onDone = (error?: unknown) => {
      if (!error) acknowledged.add(`crash-${number}`);
    };
    if (number % 10 === 0) analytics.identify({ ...message, traits: { round: number } }, onDone);
    else analytics.track({ ...message, event: "Crash Tested", properties: { number } }, onDone);
  };
  const perTick = Math.max(1, Math.round(options.eventsPerSecond / 50));
  const sending = setInterval(() => {
    for (let count = 0; count < perTick; count++) sendOne();
  }, 20);

  const restartMs: number[] = [];
  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      const [least, most] = options.betweenKillsMs;
      await new Promise((resolve) => setTimeout(resolve, least + options.random() * (most - least)));
      await product.kill();
      options.onKill?.(kill, acknowledged.size);
      const startedMs = performance.now();
      await product.start();
      restartMs.push(Math.round(performance.now() - startedMs));
    }
  } finally {
    clearInterval(sending);
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
  await waitUntilProcessed(product);
  await product.stop();
  const counted = await countStored(product.dataDir, acknowledged);
  await product.remove();
  return { kills: options.kills, acknowledged: acknowledged.size, ...counted, restartMs };
}

async function countStored(
  dataDir: string,
  acknowledged: ReadonlySet<string>,
): Promise<Pick<CrashResult, "onTimelines" | "lost" | "duplicated" | "onSeveralPeople">> {
  const clickhouse = await createClickHouse({ dataDir: join(dataDir, "clickhouse"), log: pino({ level: "silent" }) });
  try {
    const rows = await clickhouse.query<{ message_id: string; copies: string; people: string }>({
      query:
        "SELECT message_id, toString(count()) AS copies, toString(uniqExact(profile_id)) AS people FROM interaction WHERE startsWith(message_id, 'crash-') GROUP BY message_id",
    });
    const byPerson = await clickhouse.query<{ message_id: string; copies: string }>({
      query:
        "SELECT message_id, toString(count()) AS copies FROM interaction_by_person WHERE startsWith(message_id, 'crash-') GROUP BY message_id",
    });
    const copies = new Map(rows.map((row) => [row.message_id, Number(row.copies)]));
    const copiesByPerson = new Map(byPerson.map((row) => [row.message_id, Number(row.copies)]));
    return {
      onTimelines: copies.size,
      lost: [...acknowledged].filter((id) => !copies.has(id) || !copiesByPerson.has(id)).length,
      duplicated: [...new Set([...copies.keys(), ...copiesByPerson.keys()])].filter(
        (id) => (copies.get(id) ?? 0) > 1 || (copiesByPerson.get(id) ?? 0) > 1,
      ).length,
      onSeveralPeople: rows.filter((row) => Number(row.people) > 1).length,
    };
  } finally {
    await clickhouse.close();
  }
}
