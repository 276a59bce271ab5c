import { gzipSync } from "node:zlib";
import { ProductError } from "@throughline/contract";
import { beforeEach, describe, expect, test } from "vitest";
import { createTestCollector, type TestCollector } from "./collect.fixture.ts";

const now = Date.parse("2026-03-10T12:00:00Z");
let collector: TestCollector;
beforeEach(async () => {
  collector = await createTestCollector({ now: () => now });
});

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
const post = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  collector.app.inject({
    method: "POST",
    url,
    payload: typeof payload === "string" || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    headers: { authorization: basic("wk_test"), "content-type": "application/json", ...headers },
  });
const event = (name: string, more: object = {}) => ({ type: "track", event: name, userId: "u1", messageId: name, ...more });

describe("each call is taken at its path", () => {
  test.each([
    ["track", { event: "X" }],
    ["t", { event: "X" }],
    ["page", { name: "Home" }],
    ["p", {}],
    ["screen", { name: "Home" }],
    ["s", {}],
    ["identify", { traits: { plan: "pro" } }],
    ["i", {}],
    ["group", { groupId: "acme" }],
    ["g", { groupId: "acme" }],
    ["alias", { previousId: "old" }],
    ["a", { previousId: "old" }],
  ])("/v1/%s", async (path, body) => {
    const answer = await post(`/v1/${path}`, { userId: "u1", ...body });
    expect([answer.statusCode, answer.json()]).toEqual([200, { success: true }]);
    expect(collector.messages()[0]?.type.startsWith(path[0] as string)).toBe(true);
  });
  test.each(["batch", "b", "import", "batch/"])("/v1/%s", async (path) => {
    expect((await post(`/v1/${path}`, { batch: [event("A"), event("B")] })).json()).toMatchObject({
      success: true,
      accepted: 2,
      rejected: [],
    });
    expect(collector.messages().map((message) => message.name)).toEqual(["A", "B"]);
  });
});

describe("the write key is found", () => {
  test.each([
    ["in Basic, as the user", { headers: { authorization: basic("wk_test") } }],
    ["in the body", { body: { writeKey: "wk_test" } }],
    ["as a Bearer token", { headers: { authorization: "Bearer wk_test" } }],
    [
      "in the body, beside a Bearer token of another kind",
      { headers: { authorization: "Bearer eyJhbGciOi" }, body: { writeKey: "wk_test" } },
    ],
    ["in the query", { query: "?writeKey=wk_test" }],
    ["in x-write-key, before its colon", { headers: { "x-write-key": "wk_test:secret" } }],
  ])("%s", async (_where, { headers = {}, body = {}, query = "" }: { headers?: Record<string, string>; body?: object; query?: string }) => {
    const answer = await collector.app.inject({ method: "POST", url: `/v1/track${query}`, payload: { ...event("X"), ...body }, headers });
    expect(answer.statusCode).toBe(200);
  });
  test("else the answer is 401, and nothing is kept", async () => {
    const answers = await Promise.all([
      post("/v1/track", event("X"), { authorization: "" }),
      post("/v1/track", event("X"), { authorization: basic("wk_other") }),
      post("/v1/track", { ...event("X"), writeKey: "w\u0000" }, { authorization: "" }),
    ]);
    expect(answers.map((answer) => [answer.statusCode, answer.json().error.code])).toEqual(Array(3).fill([401, "invalid_write_key"]));
    expect(collector.entries).toEqual([]);
  });
  test("of a disabled source it is 403", async () => {
    const answer = await post("/v1/track", event("X"), { authorization: basic("wk_disabled") });
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, "source_disabled"]);
  });
});

describe("a batch with unusable messages", () => {
  test("has the usable ones taken and the others listed and quarantined", async () => {
    const answer = await post("/v1/batch", {
      batch: [event("A"), { ...event("B"), event: undefined }, 7, event("C")],
      context: { locale: "de" },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      success: true,
      accepted: 2,
      rejected: [
        { index: 1, code: "missing_field", field: "event", message: expect.stringContaining("event is missing") },
        { index: 2, code: "not_an_object", field: null },
      ],
    });
    expect(collector.messages().map((message) => message.name)).toEqual(["A", "C"]);
    expect(collector.quarantined().map((rejected) => JSON.parse(rejected.raw) as unknown)).toEqual([
      { type: "track", userId: "u1", messageId: "B", context: { locale: "de" } },
      7,
    ]);
  });
  test("is 400 where none can be used", async () => {
    const answer = await post("/v1/batch", { batch: [{ type: "track" }] });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { success: false, accepted: 0, rejected: [{ index: 0 }], error: { code: "invalid_input" } },
    ]);
  });
  test("a single unusable message is 400 and quarantined, with the type that its path says", async () => {
    const answer = await post("/v1/track", { userId: "u1" });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { success: false, error: { code: "invalid_input", issues: [{ field: "event" }] } },
    ]);
    expect(JSON.parse(collector.quarantined()[0]?.raw ?? "")).toEqual({ userId: "u1", type: "track" });
  });
  test("without a batch is 400", async () =>
    expect((await post("/v1/batch", { events: [] })).json()).toMatchObject({
      error: { code: "invalid_input", issues: [{ field: "batch" }] },
    }));
  test("that is empty is taken", async () =>
    expect((await post("/v1/batch", { batch: [] })).json()).toMatchObject({ success: true, accepted: 0 }));
});

describe("limits", () => {
  test("an event over 32 KB is 413 and quarantined, cut to 32 KB", async () => {
    const answer = await post("/v1/track", event("X", { properties: { text: "x".repeat(40_000) } }));
    expect([answer.statusCode, answer.json().error.code]).toEqual([413, "too_large"]);
    expect(collector.quarantined()[0]?.raw.length).toBe(32 * 1024);
  });
  test("an event over 32 KB in a batch leaves the others alone", async () =>
    expect(
      (await post("/v1/batch", { batch: [event("A"), event("B", { properties: { text: "ü".repeat(20_000) } })] })).json(),
    ).toMatchObject({ accepted: 1, rejected: [{ index: 1, code: "too_large" }] }));
  test("a batch over 500 KB is 413", async () =>
    expect(
      (await post("/v1/batch", { batch: Array.from({ length: 20 }, () => event("X", { properties: { text: "x".repeat(30_000) } })) }))
        .statusCode,
    ).toBe(413));
  test("a batch over 2,500 events is 413, not silently cut", async () => {
    const answer = await post("/v1/batch", { batch: Array(2_501).fill(1) });
    expect([answer.statusCode, answer.json().error.issues[0].field]).toEqual([413, "batch"]);
    expect(collector.messages()).toEqual([]);
  });
  test.each([
    ["too many events", { batch: Array(2_501).fill(event("Many", { context: { ip: "10.9.8.7" } })) }, "too_large", "Many"],
    ["too large a body", { batch: [event("X", { properties: { text: "x".repeat(600_000) } })] }, "too_large", ""],
    ["too large a context", { batch: Array(2_000).fill(event("Told")), context: { text: "x".repeat(5_000) } }, "too_large", "Told"],
    ["no batch at all", event("Alone"), "wrong_type", "Alone"],
    ["a body that cannot be unpacked", gzipSync("{}").subarray(0, 15), "bad_json", ""],
  ])("a batch refused for %s is seen in quarantine, without anybody's address", async (_what, body, code, sketch) => {
    expect((await post("/v1/batch", body)).statusCode).toBeGreaterThanOrEqual(400);
    const [kept, ...others] = collector.quarantined();
    expect([kept?.code, kept?.raw.includes(sketch), kept?.raw.includes("10.9.8.7"), others]).toEqual([code, true, false, []]);
  });
  test("a request that is only too fast, or comes while we are busy, leaves nothing in quarantine: it comes again", async () => {
    collector.refuseNext(new ProductError("unavailable", "Processing is too far behind.", { retryAfterSeconds: 10 }));
    expect((await post("/v1/batch", { batch: [event("X")] })).statusCode).toBe(503);
    expect(collector.quarantined()).toEqual([]);
  });
  test("a context that would be multiplied by the events of its batch is 413", async () => {
    const batch = Array.from({ length: 2_000 }, (_, index) => ({ type: "track", event: "X", userId: String(index) }));
    expect((await post("/v1/batch", { batch, context: { text: "x".repeat(5_000) } })).statusCode).toBe(413);
  });
  test("too fast is 429 with the time to wait", async () => {
    const headers = { authorization: basic("wk_slow") };
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await post("/v1/track", event("X"), headers)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    const answer = await post("/v1/track", event("X"), headers);
    expect(answer.headers).toMatchObject({ "retry-after": "1", "x-ratelimit-reset": String(now / 1000 + 1) });
  });
  test("a log that is too far behind is 503 with the time to wait", async () => {
    collector.refuseNext(new ProductError("unavailable", "Processing is too far behind.", { retryAfterSeconds: 10 }));
    const answer = await post("/v1/track", event("X"));
    expect([answer.statusCode, answer.headers["retry-after"], answer.json().error.code]).toEqual([503, "10", "unavailable"]);
  });
  test("an unknown failure is 500 and tells nothing of the inside", async () => {
    collector.refuseNext(new Error("connection to 10.0.0.1 refused"));
    const answer = await post("/v1/track", event("X"));
    expect([answer.statusCode, answer.body.includes("10.0.0.1")]).toEqual([500, false]);
  });
});

describe("bodies", () => {
  test.each([
    "application/json",
    "text/plain",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-8",
    "",
    "json",
    ";;",
  ])("are JSON whatever their label: %s", async (type) =>
    expect((await post("/v1/track", event("X"), { "content-type": type })).statusCode).toBe(200),
  );
  test("may be compressed", async () =>
    expect((await post("/v1/track", gzipSync(JSON.stringify(event("X"))), { "content-encoding": "gzip" })).statusCode).toBe(200));
  test.each(["", "{", "nonsense", "[1,", '{"a":1}x'])("that are not JSON are 400: %j", async (body) =>
    expect((await post("/v1/batch", body)).statusCode).toBe(400),
  );
  test("that are not JSON are kept in quarantine as they came, where the key is known without them", async () => {
    await post("/v1/batch", Buffer.from('{"batch": [\0 oops'));
    expect(collector.quarantined()).toMatchObject([
      { code: "bad_json", raw: '{"batch": [\uFFFD oops', message: expect.stringContaining("not valid JSON") },
    ]);
  });
  test("that are not JSON are kept also where only their start names the key", async () => {
    const body = `{"writeKey": "wk_test", "batch": [ oops`;
    expect((await collector.app.inject({ method: "POST", url: "/v1/batch", payload: body })).statusCode).toBe(400);
    expect(collector.quarantined()).toMatchObject([{ code: "bad_json", raw: body }]);
  });
  test("that are cut for quarantine keep whole characters", async () => {
    await post("/v1/track", event("X", { properties: { text: "😀".repeat(20_000) } }));
    expect(collector.quarantined()[0]?.raw.isWellFormed()).toBe(true);
    await post("/v1/track", event("X", { properties: { text: "😀".repeat(20_000) }, messageId: "XX" }));
    expect(collector.quarantined()[1]?.raw.isWellFormed()).toBe(true);
  });
  test("with NUL characters and broken surrogates are taken, the characters replaced", async () => {
    await post("/v1/track", '{"event":"A\\u0000B","userId":"u\\ud800","properties":{"a\\u0000":"\\udfff"}}');
    expect(collector.messages()[0]).toMatchObject({ name: "A\uFFFDB", userId: "u\uFFFD", properties: { "a\uFFFD": "\uFFFD" } });
  });
  test.each([
    '{"event":"X","userId":"u1","properties":{"__proto__":{"polluted":1},"a":1}}',
    '{"event":"X","userId":"u1","properties":{"\\u005f_proto__":{"polluted":1},"a":1}}',
  ])("leave __proto__ out: %s", async (body) => {
    await post("/v1/track", body);
    expect(Reflect.ownKeys(collector.messages()[0]?.properties ?? {})).toEqual(["a"]);
    expect("polluted" in {}).toBe(false);
  });
  test("nested deeply are refused message by message", async () => {
    const deep = `{"type":"track","event":"X","userId":"u1","properties":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`;
    expect((await post("/v1/batch", `{"batch":[${deep},${JSON.stringify(event("B"))}]}`)).json()).toMatchObject({
      accepted: 1,
      rejected: [{ index: 0, code: "too_deep" }],
    });
  });
  test("nested deeply and with escapes to replace are refused alike", async () => {
    const deep = `{"type":"track","event":"\\u0000","userId":"u1","properties":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await post("/v1/batch", `{"batch":[${deep}]}`)).json()).toMatchObject({ rejected: [{ code: "too_deep" }] });
  });
  test("with a deep context for all are 400", async () =>
    expect((await post("/v1/batch", `{"batch":[1],"context":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}}`)).statusCode).toBe(400));
});

describe("what is kept of the sender", () => {
  const address = async (headers: Record<string, string>, trustProxy: boolean, context?: object) => {
    const own = await createTestCollector({ trustProxy });
    await own.app.inject({ method: "POST", url: "/v1/track", payload: { ...event("X"), context }, headers, remoteAddress: "10.1.1.1" });
    return own.entries[0]?.ip;
  };
  const keeps = { authorization: basic("wk_address") };
  test("no address, unless the source says so", async () =>
    expect(await address({ authorization: basic("wk_test") }, false)).toBeUndefined());
  test("no address of the context either", async () => {
    await post("/v1/track", event("X", { context: { ip: "5.5.5.5", locale: "de" } }));
    expect(JSON.stringify(collector.entries)).not.toContain("5.5.5.5");
    expect(collector.messages()[0]?.context).toEqual({ locale: "de" });
  });
  test("no address of what goes to quarantine", async () => {
    await post("/v1/batch", { batch: [{ type: "click", userId: "u1", context: { ip: "5.5.5.5" } }], context: { ip: "6.6.6.6" } });
    expect(JSON.stringify(collector.entries)).not.toMatch(/[56]\.[56]/);
  });
  test("the address of the connection, where the source keeps it", async () => expect(await address(keeps, false)).toBe("10.1.1.1"));
  test("the customer's, which a server states in the context", async () =>
    expect(await address(keeps, false, { ip: "5.5.5.5" })).toBe("5.5.5.5"));
  test("not what x-forwarded-for claims", async () =>
    expect(await address({ ...keeps, "x-forwarded-for": "6.6.6.6" }, false)).toBe("10.1.1.1"));
  test("what x-forwarded-for says, where a proxy is trusted", async () =>
    expect(await address({ ...keeps, "x-forwarded-for": "6.6.6.6" }, true)).toBe("6.6.6.6"));
  test("the browser's user agent, where the message has none", async () => {
    await post("/v1/track", event("X"), { "user-agent": "Mozilla/5.0 (X11)" });
    await post("/v1/track", event("X", { context: { userAgent: "Mine" } }), { "user-agent": "Mozilla/5.0 (X11)" });
    await post("/v1/track", event("X"), { "user-agent": "axios/1.7" });
    expect(collector.entries.map((entry) => entry.ua)).toEqual(["Mozilla/5.0 (X11)", undefined, undefined]);
  });
});

describe("pages of other origins", () => {
  test("may ask and are allowed what they ask for", async () => {
    const answer = await collector.app.inject({
      method: "OPTIONS",
      url: "/v1/t",
      headers: { origin: "https://shop.test", "access-control-request-headers": "authorization, content-type" },
    });
    expect([answer.statusCode, answer.headers]).toMatchObject([
      204,
      {
        "access-control-allow-origin": "https://shop.test",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-allow-credentials": "true",
      },
    ]);
  });
  test("may read when to come back", async () =>
    expect((await post("/v1/track", event("X"), { origin: "https://shop.test" })).headers["access-control-expose-headers"]).toContain(
      "retry-after",
    ));
  test("are told nothing about other endpoints of this server", async () => {
    collector.app.get("/api/v1/people", async () => []);
    expect(
      (await collector.app.inject({ method: "OPTIONS", url: "/api/v1/people", headers: { origin: "https://evil.test" } })).statusCode,
    ).toBe(404);
  });
});

describe("analytics-next's settings", () => {
  const settings = (url: string, headers = {}) => collector.app.inject({ method: "GET", url, headers });
  test("send everything to where they came from", async () =>
    expect((await settings("/v1/projects/wk_test/settings", { host: "cx.test:4400" })).json().integrations).toEqual({
      "Segment.io": expect.objectContaining({ apiKey: "wk_test", apiHost: "cx.test:4400/v1", protocol: "http" }),
    }));
  test("send everything to the public URL, where one is configured", async () => {
    collector = await createTestCollector({ publicUrl: "https://cx.example.com" });
    expect((await settings("/v1/projects/wk_test/settings")).json().integrations["Segment.io"]).toMatchObject({
      apiHost: "cx.example.com/v1",
      protocol: "https",
    });
  });
  test("of an unknown key are refused", async () => expect((await settings("/v1/projects/wk_other/settings")).statusCode).toBe(401));
});

describe("analytics-next's script", () => {
  const get = (url: string) => collector.app.inject({ method: "GET", url, headers: { host: "cx.test" } });
  test("is served for the snippet and told where its CDN is", async () => {
    const answer = await get("/analytics.js/v1/wk_test/analytics.min.js");
    expect(answer.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(answer.body).toContain('a._cdn || "http://cx.test"');
  });
  test("is not served for an unknown key", async () =>
    expect((await get("/analytics.js/v1/wk_other/analytics.min.js")).statusCode).toBe(401));
  test.each(["package.json", "..%2f..%2fpackage.json", "standalone.js"])("has no part called %s", async (name) =>
    expect((await get(`/analytics-next/bundles/${name}`)).statusCode).toBe(404),
  );
});

test.each(["GET", "HEAD"] as const)("%s /health says that the collector answers", async (method) =>
  expect((await collector.app.inject({ method, url: "/health" })).statusCode).toBe(200),
);
