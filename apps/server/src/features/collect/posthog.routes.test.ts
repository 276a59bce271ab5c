import { gzipSync } from "node:zlib";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { createTestCollector, type TestCollector } from "./collect.fixture.ts";

let collector: TestCollector;
beforeEach(async () => {
  collector = await createTestCollector();
});

const event = { event: "Report Shared", distinct_id: "u1", uuid: "e1", properties: { $lib: "posthog-node", a: 1 } };
const batch = { api_key: "wk_test", batch: [event] };
const post = (url: string, payload: string | Buffer | object, headers: Record<string, string> = {}) =>
  collector.app.inject({ method: "POST", url, payload, headers });
const taken = () => collector.messages().map((message) => [message.name, message.userId, message.messageId]);
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

describe("events are taken", () => {
  test.each(["/batch/", "/batch", "/e/", "/e/?ip=0&_=1&ver=1.449.2", "/i/v0/e/", "/capture/", "/track/", "/engage/"])(
    "at %s",
    async (url) => {
      const answer = await post(url, batch);
      expect([answer.statusCode, answer.json()]).toMatchObject([200, { status: 1, accepted: 1, rejected: [] }]);
      expect(taken()).toEqual([["Report Shared", "u1", "e1"]]);
    },
  );
  test.each([
    ["as a batch in gzip without a label", "/e/", gzipSync(JSON.stringify(batch))],
    ["as a batch in gzip, labelled in the query", "/e/?compression=gzip-js", gzipSync(JSON.stringify(batch))],
    ["as a form in base64", "/e/?compression=base64", `data=${encodeURIComponent(base64(batch))}`],
    ["as a form in base64 whose plus signs were not escaped", "/e/?compression=base64", `data=${base64({ ...batch, text: ">>>???~~~" })}`],
    ["as a form with its compression", "/e/", `compression=base64&data=${encodeURIComponent(base64(batch))}`],
    ["as a form with JSON", "/e/", `data=${encodeURIComponent(JSON.stringify(batch))}`],
    ["in base64 alone", "/e/?compression=base64", base64(batch)],
    ["in gzip inside base64", "/e/", `data=${encodeURIComponent(gzipSync(JSON.stringify(batch)).toString("base64"))}`],
    [
      "as an array whose events carry the key",
      "/e/",
      JSON.stringify([{ ...event, properties: { ...event.properties, token: "wk_test" } }]),
    ],
    ["as one event with the key beside it", "/capture/", JSON.stringify({ ...event, api_key: "wk_test" })],
    ["with the key in the query", "/e/?token=wk_test", JSON.stringify([event])],
  ])("%s", async (_how, url, payload) => {
    expect((await post(url, payload)).statusCode).toBe(200);
    expect(taken()).toEqual([["Report Shared", "u1", "e1"]]);
  });
  test("with the moment of sending in the query, by which clocks are corrected", async () => {
    const now = Date.parse("2026-03-10T12:00:00Z");
    collector = await createTestCollector({ now: () => now });
    await post(
      `/e/?token=wk_test&sent_at=${now + 3_600_000}`,
      JSON.stringify([{ ...event, timestamp: new Date(now + 3_590_000).toISOString() }]),
    );
    expect(collector.messages()[0]?.at).toBe(now - 10_000);
  });
});

describe("refusals", () => {
  test.each([
    ["an unknown key", "/e/", JSON.stringify({ ...batch, api_key: "phc_other" }), 401, "invalid_write_key"],
    ["no key", "/e/", JSON.stringify([event]), 401, "invalid_write_key"],
    ["a disabled source", "/e/", JSON.stringify({ ...batch, api_key: "wk_disabled" }), 403, "source_disabled"],
    ["bad JSON", "/e/", "{", 400, "bad_json"],
    ["what is neither JSON nor base64", "/e/", "nonsense", 400, "bad_json"],
    ["lz64", "/e/?compression=lz64", "data=NobwRA", 415, "unsupported_media_type"],
    ["too many events", "/e/", JSON.stringify({ ...batch, batch: Array(2_501).fill(1) }), 413, "too_large"],
    ["a compression bomb", "/e/", gzipSync(Buffer.alloc(50_000_000, " ")), 413, "too_large"],
    [
      "a compression bomb inside base64",
      "/e/",
      `data=${encodeURIComponent(gzipSync(Buffer.alloc(50_000_000, " ")).toString("base64"))}`,
      413,
      "too_large",
    ],
  ])("%s", async (_what, url, payload, status, code) => {
    const answer = await post(url, payload);
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    expect(collector.messages()).toEqual([]);
  });
  const cut = (text: string | Buffer, by = 12) => Buffer.from(text).subarray(0, -by);
  test.each([
    ["cut short", "/e/", cut(JSON.stringify(batch)), "bad_json", '{"api_key":"wk_test"'],
    [
      "cut short, the key among the properties",
      "/e/",
      cut(JSON.stringify([{ properties: { token: "wk_test" } }]), 1),
      "bad_json",
      '[{"prop',
    ],
    ["cut short in gzip", "/batch/", cut(gzipSync(JSON.stringify({ api_key: "wk_test", text: "x".repeat(300) }))), "bad_json", '{"api_key'],
    ["cut short in base64", "/e/?compression=base64", cut(base64(batch), 8), "bad_json", '{"api_key'],
    ["cut short in a form", "/e/", cut(`data=${encodeURIComponent(base64(batch))}`, 8), "bad_json", '{"api_key'],
    ["no JSON, the key in the query", "/e/?token=wk_test", Buffer.from("nonsense"), "bad_json", "nonsense"],
    ["too large", "/batch/", JSON.stringify({ api_key: "wk_test", text: "x".repeat(1_100_000) }), "too_large", ""],
    ["too large once unpacked", "/batch/", gzipSync(JSON.stringify({ api_key: "wk_test", text: "x".repeat(1_100_000) })), "too_large", ""],
    ["of a compression that is not known", "/e/?compression=lz64&api_key=wk_test", "data=NobwRA", "bad_json", ""],
  ])("for a body that cannot be read are kept in quarantine where its key is found: %s", async (_what, url, payload, code, start) => {
    expect((await post(url, payload)).statusCode).toBeGreaterThanOrEqual(400);
    expect(collector.quarantined()).toMatchObject([{ code }]);
    expect(collector.quarantined()[0]?.raw.startsWith(start)).toBe(true);
  });
  test.each([
    ["of nobody we know", JSON.stringify({ api_key: "phc_other" })],
    ["without a key", JSON.stringify({ batch: [] })],
  ])("for a body %s leave nothing", async (_whose, text) => {
    await post("/e/", cut(text, 1));
    expect(collector.entries).toEqual([]);
  });
  test("for a body that cannot be read, of a disabled source, say that it is disabled", async () => {
    expect((await post("/e/", cut(JSON.stringify({ api_key: "wk_disabled" }), 1))).statusCode).toBe(403);
    expect(collector.entries).toEqual([]);
  });
  test("name the place of the event, whatever became of the ones before it", async () => {
    const events = [{ event: "$snapshot", distinct_id: "u1" }, { ...event, properties: { $set: { plan: "pro" } } }, { event: "X" }];
    expect((await post("/batch/", { ...batch, batch: events })).json()).toMatchObject({
      accepted: 2,
      rejected: [{ index: 2, code: "missing_field" }],
    });
    expect(collector.messages().map((message) => message.type)).toEqual(["track", "identify"]);
  });
});

describe("what the SDKs ask", () => {
  test("which flags are on: none, in the form of version 2", async () => {
    const answer = (await post("/flags/?v=2", { token: "wk_test", distinct_id: "u1" })).json();
    expect(answer).toMatchObject({ flags: {}, errorsWhileComputingFlags: false });
    expect(answer).not.toHaveProperty("featureFlags");
  });
  test("which flags are on: none, in the form before, with the settings", async () =>
    expect((await post("/decide/?v=3", { token: "wk_test" })).json()).toMatchObject({
      featureFlags: {},
      featureFlagPayloads: {},
      sessionRecording: false,
      supportedCompression: ["gzip", "gzip-js"],
    }));
  test("how to behave in the page, as JSON", async () =>
    expect((await collector.app.inject("/array/wk_test/config")).json()).toMatchObject({
      autocapture_opt_out: false,
      sessionRecording: false,
      hasFeatureFlags: true,
    }));
  test("how to behave in the page, as a script that hostile keys cannot break out of", async () => {
    const key = `x']</script>"\\`;
    const answer = await collector.app.inject(`/array/${encodeURIComponent(key)}/config.js`);
    expect(answer.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(answer.body).not.toContain("</script>");
    const window: { _POSTHOG_REMOTE_CONFIG?: Record<string, unknown> } = {};
    runInNewContext(answer.body, { window });
    expect(window._POSTHOG_REMOTE_CONFIG?.[key]).toMatchObject({ config: { autocapture_opt_out: false }, siteApps: [] });
  });
  test("to take a recording: answered, not kept", async () => {
    expect((await post("/s/?compression=gzip-js", gzipSync("x".repeat(2_000_000)))).json()).toMatchObject({ status: 1, kept: false });
    expect(collector.entries).toEqual([]);
  });
});
