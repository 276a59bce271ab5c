import type { AddressInfo } from "node:net";
import { createTestCollector, type TestCollector } from "../../apps/server/src/features/collect/collect.fixture.ts";

export type RequestSeen = { method: string; url: string; status: number; headers: Record<string, unknown> };

export type RunningCollector = TestCollector & {
  /** `http://127.0.0.1:port`, which is all that an SDK is told. */
  host: string;
  /** Requests that were answered, in order. */
  requests: RequestSeen[];
  close: () => Promise<void>;
};

/** The real collecting routes on a free loopback port, with a log in memory and the sources of the collector's own tests (`wk_test` and others). */
export async function startCollector(): Promise<RunningCollector> {
  const collector = await createTestCollector();
  const requests: RequestSeen[] = [];
  collector.app.addHook("onResponse", async (request, reply) => {
    requests.push({ method: request.method, url: request.url, status: reply.statusCode, headers: request.headers });
  });
  await collector.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = collector.app.server.address() as AddressInfo;
  return {
    ...collector,
    host: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      collector.app.server.closeAllConnections();
      await collector.app.close();
    },
  };
}
