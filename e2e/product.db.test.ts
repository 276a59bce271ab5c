import { Analytics } from "@segment/analytics-node";
import { PostHog } from "posthog-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootstrap, createProduct, type Product } from "./support/product.ts";

/** The whole product as its users meet it: one process, real SDKs, the HTTP API. */
let product: Product;
beforeAll(async () => {
  product = await createProduct();
  await product.start();
}, 120_000);
afterAll(() => product.remove());

type Person = {
  id: string;
  name: string | null;
  email: string | null;
  known: boolean;
  interactions: number;
  identifiers: { kind: string; value: string }[];
  accounts: { key: string; name: string | null }[];
};
type Timeline = {
  items: { name: string; kind: string; messageId: string; personId: string; properties: Record<string, unknown> }[];
  next: string | null;
};
const find = (identifier: string) => product.get<Person>(`/api/v1/people/lookup?identifier=${encodeURIComponent(identifier)}`);
const timelineOf = (person: Person) => product.get<Timeline>(`/api/v1/people/${person.id}/timeline?limit=200`);
const call = (path: string, init: RequestInit = {}) =>
  fetch(`${product.url}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${bootstrap.apiKey}`,
      "content-type": "application/json",
      ...(init.headers as Record<string, string>),
    },
  });
const basic = `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}`;
const send = (path: string, body: unknown, authorization = basic) =>
  fetch(`${product.url}${path}`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** Waits for what will be so in a moment. */
async function eventually<T>(look: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await look().catch((error: unknown) => {
      if (Date.now() > deadline) throw error;
      return null;
    });
    if (value !== null && isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still not so: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the whole product", () => {
  test("an anonymous visitor who signs in becomes one person, with the history of both", async () => {
    const analytics = new Analytics({ writeKey: bootstrap.writeKey, host: product.url, flushAt: 1 });
    analytics.page({ anonymousId: "visitor-1", name: "Pricing", messageId: "p-1" });
    analytics.identify({
      anonymousId: "visitor-1",
      userId: "maya",
      traits: { name: "Maya Lind", email: "maya@lind.example" },
      messageId: "p-2",
    });
    analytics.group({ userId: "maya", groupId: "lind", traits: { name: "Lind & Co" }, messageId: "p-3" });
    analytics.track({ userId: "maya", event: "Report Shared", properties: { size: 3 }, messageId: "p-4" });
    analytics.track({ userId: "maya", event: "Report Shared", properties: { size: 3 }, messageId: "p-4" });
    await analytics.closeAndFlush();
    const person = await eventually(
      () => find("userId:maya"),
      (found) => found.interactions === 4 && found.accounts.length === 1,
    );
    expect(person).toMatchObject({
      name: "Maya Lind",
      email: "maya@lind.example",
      known: true,
      accounts: [{ key: "lind", name: "Lind & Co" }],
    });
    expect((await find("anonymousId:visitor-1")).id).toBe(person.id);
    expect((await find("email:Maya@Lind.example")).id).toBe(person.id);
    const { items } = await timelineOf(person);
    expect(items.map((item) => item.messageId).toSorted()).toEqual(["p-1", "p-2", "p-3", "p-4"]);
    expect(await product.get("/api/v1/stats?name=Report%20Shared")).toEqual({ interactions: 1, people: 1 });
  });

  test("PostHog's SDK reaches the same timeline by its host alone", async () => {
    const posthog = new PostHog(bootstrap.writeKey, { host: product.url, flushAt: 1 });
    posthog.identify({ distinctId: "ph-1", properties: { name: "Paul" } });
    posthog.capture({ distinctId: "ph-1", event: "Upgraded", properties: { plan: "pro" } });
    await posthog.shutdown();
    const person = await eventually(
      () => find("userId:ph-1"),
      (found) => found.interactions === 2,
    );
    expect((await timelineOf(person)).items.find((item) => item.kind === "track")).toMatchObject({
      name: "Upgraded",
      properties: { plan: "pro" },
    });
  });

  test("valid events of a batch are taken, the others are named and can be replayed after a fix", async () => {
    const answer = await send("/v1/batch", {
      batch: [
        { type: "track", event: "Good", userId: "q1", messageId: "q-1" },
        { type: "track", userId: "q1", messageId: "q-2" },
      ],
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "missing_field", field: "event" }] });
    const held = await eventually(
      () => product.get<{ items: { id: string; code: string }[] }>("/api/v1/quarantine?code=missing_field"),
      (page) => page.items.length === 1,
    );
    const replay = await call("/api/v1/quarantine/replay", {
      method: "POST",
      body: JSON.stringify({ ids: [held.items[0]?.id], fix: { event: "Mended" } }),
    });
    expect(await replay.json()).toEqual({ replayed: 1, stillFailing: [] });
    const person = await eventually(
      () => find("userId:q1"),
      (found) => found.interactions === 2,
    );
    expect((await timelineOf(person)).items.map((item) => item.name).toSorted()).toEqual(["Good", "Mended"]);
  });

  test("what is wrong with a request has its own status and says why", async () => {
    expect((await send("/v1/track", { event: "X", userId: "u" }, "Basic d3JvbmdrZXk6")).status).toBe(401);
    expect((await send("/v1/batch", "{oops")).status).toBe(400);
    expect(
      (
        await send(
          "/v1/batch",
          JSON.stringify({ batch: [{ type: "track", event: "Big", userId: "u", properties: { text: "x".repeat(2_000_000) } }] }),
        )
      ).status,
    ).toBe(413);
    expect((await fetch(`${product.url}/api/v1/people`)).status).toBe(401);
    const invalid = await call("/api/v1/people?limit=0");
    expect(invalid.status).toBe(400);
    expect(await invalid.json()).toMatchObject({ error: { code: "invalid_input", issues: [{ field: "limit" }] } });
    expect((await call("/api/v1/people/p_0000000000000000")).status).toBe(404);
  });

  test("the live tail gives what is processed, and goes on without a gap after a reconnect", async () => {
    const first = await follow(
      "/api/v1/live",
      () => send("/v1/batch", { batch: [1, 2, 3].map((n) => ({ type: "track", event: "Live", userId: "live", messageId: `live-${n}` })) }),
      3,
    );
    await send("/v1/batch", { batch: [4, 5].map((n) => ({ type: "track", event: "Live", userId: `live-${n}`, messageId: `live-${n}` })) });
    const second = await follow("/api/v1/live", async () => {}, 2, first.at(-1)?.id);
    expect([...first, ...second].map((event) => event.messageId).toSorted()).toEqual(["live-1", "live-2", "live-3", "live-4", "live-5"]);
  });

  test("a deleted person is gone from everywhere within a minute, and late events do not bring them back", async () => {
    await send("/v1/batch", {
      batch: [
        { type: "identify", userId: "gone", anonymousId: "gone-device", traits: { email: "gone@x.example" } },
        { type: "track", event: "Secret", userId: "gone" },
      ],
    });
    const person = await eventually(
      () => find("userId:gone"),
      (found) => found.interactions === 2,
    );
    const { deletionId } = (await (await call(`/api/v1/people/${person.id}`, { method: "DELETE", headers: {} })).json()) as {
      deletionId: string;
    };
    await eventually(
      () => product.get<{ status: string }>(`/api/v1/deletions/${deletionId}`),
      (deletion) => deletion.status === "done",
    );
    await send("/v1/batch", {
      batch: [
        { type: "track", event: "Secret", userId: "gone" },
        { type: "track", event: "After", userId: "still-here" },
      ],
    });
    await eventually(
      () => find("userId:still-here"),
      (found) => found.interactions === 1,
    );
    for (const identifier of ["userId:gone", "anonymousId:gone-device", "email:gone@x.example"])
      expect((await call(`/api/v1/people/lookup?identifier=${identifier}`)).status).toBe(404);
    expect(await product.get("/api/v1/stats?name=Secret")).toEqual({ interactions: 0, people: 0 });
  });

  test("the API describes itself", async () => {
    const document = (await (await fetch(`${product.url}/api/v1/openapi.json`)).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/people/{id}/timeline", "/quarantine", "/stats"]));
  });
});

type LiveEvent = { id: string; messageId: string };

/** Reads server-sent events until `count` have come. */
async function follow(path: string, once: () => Promise<unknown>, count: number, lastEventId?: string): Promise<LiveEvent[]> {
  const stop = new AbortController();
  const answer = await call(path, {
    signal: stop.signal,
    headers: { accept: "text/event-stream", ...(lastEventId ? { "last-event-id": lastEventId } : {}) },
  });
  const events: LiveEvent[] = [];
  await once();
  let text = "";
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk);
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split("\n")
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const data = field("data");
      if (field("event") === "message" && data)
        events.push({ id: field("id") ?? "", messageId: (JSON.parse(data) as { messageId: string }).messageId });
    }
    if (events.length >= count) break;
  }
  stop.abort();
  return events;
}
