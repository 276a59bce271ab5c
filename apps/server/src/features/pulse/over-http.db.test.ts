import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Permission } from "@throughline/contract";
import { accountIdOf, personIdOf } from "@throughline/contract";
import { accountIdFor, profileIdOf } from "@throughline/domain";
import { hashApiKey, newApiKey } from "../../platform/auth/api-keys.ts";
import { createResolveAccess } from "../../platform/auth/resolve-access.ts";
import { createNews, type News } from "../../platform/realtime/listen.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createTestServer, testPublicUrl, type TestServer } from "../../testing/test-server.ts";
import { peopleRoutes, registerPersonExport } from "../people/index.ts";
import { dataRoutes } from "./data.routes.ts";

let pipeline: TestPipeline;
let server: TestServer;
let news: News;
let workspaceId: string;
let origin: string;
let followers = 0;
beforeAll(async () => {
  pipeline = await createTestPipeline();
  workspaceId = await pipeline.database.createWorkspace();
  news = createNews({ url: pipeline.database.url, onError: () => {} });
  await news.start();
  const counted: News = {
    ...news,
    on: (...given) => {
      const off = news.on(...given);
      followers++;
      return () => {
        followers--;
        off();
      };
    },
  };
  const { db } = pipeline.database;
  const deps = {
    db,
    clickhouse: pipeline.clickhouse,
    timeline: pipeline.timeline,
    news: counted,
    now: () => Date.parse("2026-03-10T12:00:01Z"),
    lag: () => ({ events: 0, seconds: 0 }),
    log: { append: async () => {}, close: async () => {} },
    enqueue: async () => {},
  };
  server = await createTestServer({ database: pipeline.database, routes: () => ({ data: dataRoutes(deps), people: peopleRoutes(deps) }) });
  registerPersonExport(server.app, {
    ...deps,
    resolveAccess: createResolveAccess({ db, auth: server.auth, apiKeys: server.apiKeys, publicUrl: testPublicUrl }),
  });
  origin = await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await server.app.close();
  await news.close();
  await pipeline.close();
});

async function keyWith(...scopes: Permission[]): Promise<{ authorization: string }> {
  const key = newApiKey();
  await pipeline.database.db
    .insertInto("api_key")
    .values({ workspace_id: workspaceId, name: "Test", hash: hashApiKey(key), start: key.slice(0, 8), scopes })
    .execute();
  return { authorization: `Bearer ${key}` };
}
const patiently = { timeout: 30_000, interval: 50 };

describe("over HTTP", () => {
  test("the live stream needs the right to read people, and tells where to go on from", async () => {
    expect((await fetch(`${origin}/api/v1/live`)).status).toBe(401);
    expect((await fetch(`${origin}/api/v1/live`, { headers: await keyWith("data:read") })).status).toBe(403);
    const headers = await keyWith("people:read");
    expect((await fetch(`${origin}/api/v1/live?after=nonsense`, { headers })).status).toBe(400);

    const first = await open(headers);
    await vi.waitFor(() => expect(followers).toBe(1), patiently);
    await pipeline.process(workspaceId, [{ type: "track", event: "A", messageId: "live-1", userId: "u1" }]);
    await pipeline.database.pool.query("SELECT pg_notify('throughline_processed', '')");
    const [id, told] = await first.next();
    expect(told).toMatchObject({ messageId: "live-1", name: "A" });
    await first.close();
    await vi.waitFor(() => expect(followers).toBe(0), patiently);

    // What happened meanwhile comes first when somebody is back.
    await pipeline.process(workspaceId, [{ type: "track", event: "A", messageId: "live-2", userId: "u1" }]);
    const again = await open({ ...headers, "last-event-id": id });
    expect((await again.next())[1]).toMatchObject({ messageId: "live-2" });
    await again.close();
    await vi.waitFor(() => expect(followers).toBe(0), patiently);
  });

  test("the live stream of an account needs the right to read accounts, and tells of it alone", async () => {
    const inName = (messageId: string, groupId: string) => ({
      type: "group",
      messageId,
      userId: `member of ${groupId}`,
      groupId,
      traits: {},
    });
    await pipeline.process(workspaceId, [inName("joined", "acme")]);
    const account = accountIdOf(accountIdFor(workspaceId, "acme"));
    const readers = await keyWith("people:read", "accounts:read");
    expect((await fetch(`${origin}/api/v1/live?account=${account}`, { headers: await keyWith("people:read") })).status).toBe(403);
    expect((await fetch(`${origin}/api/v1/live?account=${accountIdOf("1")}`, { headers: readers })).status).toBe(404);
    const stream = await open(readers, `?account=${account}`);
    await vi.waitFor(() => expect(followers).toBe(1), patiently);
    await pipeline.process(workspaceId, [inName("another's", "globex"), inName("its own", "acme")]);
    await pipeline.database.pool.query("SELECT pg_notify('throughline_processed', '')");
    expect((await stream.next())[1]).toMatchObject({ messageId: "its own", accountId: account });
    await stream.close();
    await vi.waitFor(() => expect(followers).toBe(0), patiently);
  });

  test("counts of a stretch of time take days and moments, and nothing else", async () => {
    const at = (messageId: string, timestamp: string) => ({ type: "track", event: "Timed", messageId, userId: "timed", timestamp });
    await pipeline.process(workspaceId, [at("timed-1", "2026-03-01T23:30:00Z"), at("timed-2", "2026-03-02T00:00:00Z")]);
    const headers = await keyWith("data:read");
    const stats = async (query: string) => (await fetch(`${origin}/api/v1/stats?name=Timed&${query}`, { headers })).json();
    expect(await stats("from=&to=")).toEqual({ interactions: 2, people: 1 });
    expect(await stats("from=2026-03-01&to=2026-03-02")).toEqual({ interactions: 1, people: 1 });
    expect(await stats("from=2026-03-02T00:45:00%2B01:00")).toEqual({ interactions: 1, people: 1 });
    for (const wrong of ["yesterday", "2026-13-01", "1767225600"])
      expect(await stats(`from=${wrong}`)).toMatchObject({
        error: { code: "invalid_input", issues: [{ field: "from", message: expect.stringContaining("2026-03-10T12:00:00Z") }] },
      });
  });

  test("an export holds a long history whole, and only those who may get it", async () => {
    const profileId = profileIdOf(workspaceId, "userId", "long");
    await pipeline.process(workspaceId, [{ type: "identify", messageId: "long-1", userId: "long", traits: { name: "Long" } }]);
    const inserted = 10_050;
    await pipeline.clickhouse.command(
      `INSERT INTO interaction_by_person (workspace_id, id, profile_id, at, received_at, kind, name, channel, actor, properties)
       SELECT {w:UUID}, generateUUIDv4(), {p:UInt64}, toDateTime64('2026-01-01 00:00:00', 3, 'UTC') + number, now64(3), 'track', 'A', 'web', 'customer', '{"n":1}' FROM numbers(${inserted})`,
      { w: workspaceId, p: profileId },
    );
    const path = `${origin}/api/v1/people/${personIdOf(profileId)}/export`;
    expect((await fetch(path, { headers: await keyWith("people:read") })).status).toBe(403);
    const headers = await keyWith("people:export");
    expect((await fetch(path.replace(/p_\w+/, "p_0000000000000000"), { headers })).status).toBe(404);
    const answer = await fetch(path, { headers });
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    const exported = (await answer.json()) as { person: { name: string }; interactions: { at: string }[]; truncated: boolean };
    expect(exported).toMatchObject({ person: { name: "Long" }, truncated: false });
    expect(exported.interactions).toHaveLength(inserted + 1);
    const times = exported.interactions.map((one) => one.at);
    expect(times).toEqual([...times].sort());
  });
});

/** A live stream, event by event. */
async function open(headers: Record<string, string>, query = "") {
  const abort = new AbortController();
  const answer = await fetch(`${origin}/api/v1/live${query}`, { headers, signal: abort.signal });
  expect(answer.status).toBe(200);
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(): Promise<[id: string, event: unknown]> {
      for (;;) {
        const end = text.indexOf("\n\n");
        const event = text.slice(0, Math.max(0, end));
        if (end >= 0) text = text.slice(end + 2);
        const id = /^id: (.*)$/m.exec(event)?.[1];
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (id !== undefined && data !== undefined) return [id, JSON.parse(data)];
        if (end >= 0) continue;
        const { value, done } = await reader.read();
        if (done) throw new Error("The stream ended.");
        text += value;
      }
    },
    async close() {
      abort.abort();
      await reader.cancel().catch((error: unknown) => expect(error).toMatchObject({ name: "AbortError" }));
    },
  };
}
