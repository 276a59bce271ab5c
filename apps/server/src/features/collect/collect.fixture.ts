import Fastify, { type FastifyInstance } from "fastify";
import type { Message } from "@throughline/domain";
import type { Log } from "../../platform/log/log.ts";
import type { CollectSource } from "./find-source.ts";
import { createRateLimit, registerCollect, type LogEntry, type Rejected } from "./index.ts";

const messagesOf = (entries: readonly LogEntry[]): Message[] => entries.flatMap((entry) => ("m" in entry ? [entry.m] : []));

/** A log in memory for tests. `refuseNext(error)` makes the next append fail, as when processing is too far behind. */
export function createMemoryLog() {
  const entries: LogEntry[] = [];
  const refused: LogEntry[] = [];
  const refusals: Error[] = [];
  const log: Log<LogEntry> = {
    async append(appended) {
      const refusal = refusals.shift();
      (refusal ? refused : entries).push(...appended.map(({ entry }) => entry));
      if (refusal) throw refusal;
    },
    async close() {},
  };
  return {
    log,
    entries,
    messages: () => messagesOf(entries),
    /** What came with an append that failed. */
    refusedMessages: () => messagesOf(refused),
    quarantined: (): Rejected[] => entries.flatMap((entry) => ("x" in entry ? [entry.x] : [])),
    refuseNext: (error: Error) => refusals.push(error),
  };
}
export type MemoryLog = ReturnType<typeof createMemoryLog>;

const source = (more: Partial<CollectSource>): CollectSource => ({
  id: "s1",
  workspaceId: "w1",
  name: "Website",
  enabled: true,
  keepIp: false,
  eventsPerSecond: null,
  ...more,
});

/** Sources by write key: one as sources usually are, and one for each way to differ. */
export const testSources: Record<string, CollectSource> = {
  wk_test: source({}),
  wk_disabled: source({ id: "s2", enabled: false }),
  wk_address: source({ id: "s3", keepIp: true }),
  wk_slow: source({ id: "s4", eventsPerSecond: 2 }),
};

export type TestCollector = MemoryLog & { app: FastifyInstance };

/** The real collecting routes on a Fastify of their own, with a log in memory. `now` is fixed where given. */
export async function createTestCollector(
  options: { now?: () => number; publicUrl?: string; trustProxy?: boolean } = {},
): Promise<TestCollector> {
  const now = options.now ?? Date.now;
  const memory = createMemoryLog();
  const app = Fastify({ forceCloseConnections: true, trustProxy: options.trustProxy ?? false });
  await registerCollect(app, {
    log: memory.log,
    takeRate: createRateLimit({ defaultPerSecond: 1_000_000, now }),
    now,
    sources: { find: async (writeKey) => (Object.hasOwn(testSources, writeKey) ? (testSources[writeKey] ?? null) : null) },
    publicUrl: () => options.publicUrl ?? null,
  });
  return { ...memory, app };
}
