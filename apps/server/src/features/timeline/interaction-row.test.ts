import { describe, expect, test } from "vitest";
import { checkMessage } from "@throughline/domain";
import { toPipelineEvent, type PipelineEvent } from "../collect/index.ts";
import { interactionColumns, toInteractionRow } from "./interaction-row.ts";

const workspaceId = "00000000-0000-4000-8000-000000000001";
const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const receivedAt = Date.parse("2026-03-10T12:00:00Z");

function rowOf(raw: object, head: { ip?: string; ua?: string } = {}) {
  const checked = checkMessage(
    { userId: "u1", messageId: "m1", timestamp: "2026-03-10T11:00:00.123Z", ...raw },
    { receivedAt, newMessageId: () => "" },
  );
  if ("rejection" in checked) throw new Error(checked.rejection.message);
  const event = toPipelineEvent(
    { w: workspaceId, s: workspaceId, r: receivedAt, m: checked.message, ...head },
    { partition: 2, position: "77", index: 3 },
  );
  return toInteractionRow(event as PipelineEvent);
}
const track = (context: object, more: object = {}, head: { ip?: string; ua?: string } = {}) =>
  rowOf({ type: "track", event: "A", context, ...more }, head);

describe("a row of the timeline", () => {
  test("has every column, and says where in the log it came from", () => {
    const row = track({});
    expect(Object.keys(row).sort()).toEqual([...interactionColumns].sort());
    expect(row).toMatchObject({
      at: Date.parse("2026-03-10T11:00:00.123Z"),
      received_at: receivedAt,
      message_id: "m1",
      log_partition: 2,
      log_position: "77",
      log_index: 3,
      account_id: "0",
      ip: "",
    });
    expect(track({})).toEqual(row);
  });

  test("is named by its event, its page, or its kind", () => {
    expect(
      [
        track({}),
        rowOf({ type: "page", name: "Home" }),
        rowOf({ type: "page" }),
        rowOf({ type: "screen" }),
        rowOf({ type: "identify" }),
        rowOf({ type: "group", groupId: "g" }),
        rowOf({ type: "alias", previousId: "p" }),
      ].map((row) => row.name),
    ).toEqual(["A", "Home", "Page Viewed", "Screen Viewed", "Identified", "Joined Account", "Aliased"]);
  });

  test.each<[channel: string, raw: object, head?: { ua?: string }]>([
    ["email", { type: "track", event: "A", context: { channel: "email", library: { name: "analytics-node" } } }],
    ["web", { type: "track", event: "A", context: { channel: "browser" } }],
    ["mobile", { type: "screen" }],
    ["mobile", { type: "track", event: "A", context: { library: { name: "analytics-ios" } } }],
    ["server", { type: "track", event: "A", context: { library: { name: "analytics-node" }, userAgent: chrome } }],
    ["server", { type: "track", event: "A", context: { library: { name: "analytics-python" } } }],
    ["web", { type: "track", event: "A", context: { library: { name: "analytics.js" } } }],
    ["web", { type: "page" }],
    ["web", { type: "track", event: "A" }, { ua: chrome }],
    ["server", { type: "track", event: "A", context: { channel: "carrier pigeon" } }],
  ])("came by %s: %j", (channel, raw, head) => {
    expect(rowOf(raw, head).channel).toBe(channel);
  });

  test("tells who acted: the customer unless the source says otherwise", () => {
    expect([track({}), track({ actor: "agent" }), track({ actor: "alien" })].map((row) => row.actor)).toEqual([
      "customer",
      "agent",
      "customer",
    ]);
  });

  test("takes page, campaign, locale, zone, session and library from the context, and the page call's own properties where it lacks them", () => {
    const context = {
      page: { url: "https://x.example/a/b?q=1", title: "T", referrer: "https://r.example/" },
      campaign: { source: "s", medium: "m", name: "n" },
      locale: "de-DE",
      timezone: "Europe/Berlin",
      sessionId: 1234,
      library: { name: "lib" },
      os: { name: "Plan 9" },
      device: { type: "toaster" },
      extra: { kept: true },
    };
    expect(track(context)).toMatchObject({
      url: "https://x.example/a/b?q=1",
      path: "/a/b",
      title: "T",
      referrer: "https://r.example/",
      utm_source: "s",
      utm_medium: "m",
      utm_campaign: "n",
      locale: "de-DE",
      timezone: "Europe/Berlin",
      session_id: "1234",
      library: "lib",
      os: "Plan 9",
      device: "toaster",
      context: '{"os":{"name":"Plan 9"},"device":{"type":"toaster"},"extra":{"kept":true}}',
    });
    expect(rowOf({ type: "page", properties: { url: "https://x.example/c", title: "P", path: "/own" } })).toMatchObject({
      url: "https://x.example/c",
      path: "/own",
      title: "P",
    });
    expect(track({}, { properties: { url: "https://x.example/c" } })).toMatchObject({ url: "", path: "" });
    expect(track({ page: { url: "not a url" } })).toMatchObject({ url: "not a url", path: "" });
  });

  test("takes the user agent of the message before that of the request, and knows bots", () => {
    expect(track({ userAgent: chrome })).toMatchObject({ browser: "Chrome 126", os: "Windows", device: "desktop", is_bot: false });
    expect(track({}, {}, { ua: chrome })).toMatchObject({ browser: "Chrome 126" });
    expect(track({ userAgent: "Googlebot/2.1" }, {}, { ua: chrome })).toMatchObject({ is_bot: true });
    expect(track({}, {}, { ua: "analytics-node/2" })).toMatchObject({ browser: "", is_bot: false });
  });

  test("keeps an address only where the source does", () => {
    expect(track({ ip: "1.2.3.4" })).toMatchObject({ ip: "", context: "" });
    expect(track({}, {}, { ip: "1.2.3.4" })).toMatchObject({ ip: "1.2.3.4" });
  });

  test("holds traits as properties of what stated them, and the former id of an alias", () => {
    expect(rowOf({ type: "identify", traits: { name: "Ann" } }).properties).toEqual({ name: "Ann" });
    expect(rowOf({ type: "group", groupId: "acme", traits: { plan: "pro" }, properties: { role: "admin" } })).toMatchObject({
      properties: { plan: "pro", role: "admin" },
      account_id: expect.stringMatching(/^\d+$/),
    });
    expect(rowOf({ type: "alias", previousId: "before" }).properties).toEqual({ previousId: "before" });
  });

  test("cuts what is too long between characters, never within one", () => {
    const row = track({
      page: { url: `https://x.example/${"😀".repeat(2_000)}`, title: "😀".repeat(400) },
      locale: "x".repeat(99),
      os: { name: "o".repeat(999) },
    });
    for (const column of ["url", "title", "locale", "os"] as const) expect(String(row[column])).toBe(String(row[column]).toWellFormed());
    expect([row.url, row.title, row.locale, row.os].map((text) => String(text).length)).toEqual([2000, 500, 35, 100]);
  });
});
