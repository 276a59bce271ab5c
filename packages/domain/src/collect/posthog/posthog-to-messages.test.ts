import { describe, expect, test } from "vitest";
import { checkMessage } from "../check-message.ts";
import type { Message } from "../message.ts";
import { posthogToMessages } from "./posthog-to-messages.ts";

const receivedAt = Date.parse("2026-03-10T12:00:00Z");
const device = "01a2002a-9281-7960-b86a-19c1d1e72527";

function messagesOf(event: object, sentAt?: unknown): Message[] {
  return posthogToMessages({ uuid: "e1", ...event }, { receivedAt, sentAt }).map((raw) => {
    const checked = checkMessage(raw, { receivedAt, sentAt, newMessageId: () => "made" });
    if ("rejection" in checked) throw new Error(checked.rejection.message);
    return checked.message;
  });
}
const one = (event: object, sentAt?: unknown) => messagesOf(event, sentAt)[0] as Message;
const web = (event: string, properties: object = {}, more: object = {}) =>
  one({ event, properties: { $lib: "web", distinct_id: device, $device_id: device, $is_identified: false, ...properties }, ...more });
const node = (event: string, properties: object = {}, more: object = {}) =>
  one({ event, distinct_id: "u1", properties: { $lib: "posthog-node", ...properties }, ...more });

describe("whose event it is", () => {
  test("an anonymous visitor's is the device's", () => expect(web("X")).toMatchObject({ userId: null, anonymousId: device }));
  test("a signed-in visitor's is the user's, seen on the device", () =>
    expect(web("X", { distinct_id: "u1", $is_identified: true, $user_id: "u1" })).toMatchObject({ userId: "u1", anonymousId: device }));
  test("after a sign-out it is that of the new made-up id, whatever the device", () =>
    expect(web("X", { distinct_id: "01a2002a-a811-76a8-bfb6-425bc22819f5" })).toMatchObject({
      userId: null,
      anonymousId: "01a2002a-a811-76a8-bfb6-425bc22819f5",
    }));
  test("a server's is the user's", () => expect(node("X")).toMatchObject({ userId: "u1", anonymousId: null }));
  test("a server's is the user's even where the id is a UUID", () =>
    expect(node("X", {}, { distinct_id: device })).toMatchObject({ userId: device, anonymousId: null }));
  test("a server's without a person, under a made-up id, is nobody's in particular", () =>
    expect(node("X", { $process_person_profile: false }, { distinct_id: device })).toMatchObject({ userId: null, anonymousId: device }));
  test("a server's without a person, under the id of a user, stays the user's", () =>
    expect(node("X", { $process_person_profile: false })).toMatchObject({ userId: "u1", anonymousId: null }));
  test("an older mobile SDK's made-up id is a device", () =>
    expect(node("X", { $lib: "posthog-android" }, { distinct_id: device })).toMatchObject({ userId: null, anonymousId: device }));
  test("the id that all visitors without cookies share names nobody", () =>
    expect(posthogToMessages({ event: "X", distinct_id: "$posthog_cookieless", properties: {} }, { receivedAt })[0]).toMatchObject({
      userId: null,
      anonymousId: null,
    }));
});

describe("people", () => {
  test("$identify joins the device to the user and states traits", () =>
    expect(
      web(
        "$identify",
        { distinct_id: "u1", $is_identified: true, $anon_distinct_id: device },
        {
          $set: { email: "a@b.c" },
          $set_once: { first: 1, $initial_utm_source: "news", $current_url: "http://x", utm_source: "news", $initial_gclid: null },
        },
      ),
    ).toMatchObject({
      type: "identify",
      userId: "u1",
      anonymousId: device,
      traits: { email: "a@b.c" },
      traitsOnce: { first: 1, initial_utm_source: "news" },
    }));
  test("circumstances in $set_once are no traits", () =>
    expect(
      node("$identify", {
        $set_once: { $current_url: "http://x", utm_medium: "mail", $initial_gclid: null, $initial_referrer: "$direct" },
      }).traitsOnce,
    ).toBeUndefined());
  test("$set states traits, $set_once those that hold only where nobody states them", () =>
    expect(node("$set", { $set: { plan: "pro" }, $set_once: { plan: "free" } })).toMatchObject({
      type: "identify",
      traits: { plan: "pro" },
      traitsOnce: { plan: "free" },
    }));
  test("$unset removes a trait", () =>
    expect(node("$set", { $set: { plan: "pro" }, $unset: ["trial"] }).traits).toEqual({ plan: "pro", trial: null }));
  test("an event that sets properties by the way is also an identify call, under an id of its own", () =>
    expect(messagesOf({ event: "X", distinct_id: "u1", properties: { a: 1, $set: { plan: "pro" } } })).toMatchObject([
      { type: "track", name: "X", properties: { a: 1 }, messageId: "e1" },
      { type: "identify", traits: { plan: "pro" }, messageId: "e1-set" },
    ]));
  test("what is known of the first visit alone makes no second message", () =>
    expect(messagesOf({ event: "X", distinct_id: "u1", properties: {}, $set_once: { $initial_utm_source: "news" } })).toHaveLength(1));
  test("$create_alias joins another id to the user", () =>
    expect(node("$create_alias", { alias: "old" })).toMatchObject({ type: "alias", userId: "u1", previousId: "old" }));
  test("$merge_dangerously does so too", () =>
    expect(node("$merge_dangerously", { alias: "old" })).toMatchObject({ type: "alias", userId: "u1", previousId: "old" }));
  test("an alias of an anonymous visitor is the user that the device belongs to", () =>
    expect(web("$create_alias", { alias: "u1" })).toMatchObject({ type: "alias", userId: "u1", previousId: device }));
  test("a call to /engage/ has no event name and sets properties", () =>
    expect(one({ $distinct_id: "u1", $set: { plan: "pro" } })).toMatchObject({ type: "identify", userId: "u1", traits: { plan: "pro" } }));
});

describe("accounts", () => {
  test("$groupidentify of a company is a group call", () =>
    expect(node("$groupidentify", { $group_type: "company", $group_key: "acme", $group_set: { seats: 3 } })).toMatchObject({
      type: "group",
      groupId: "acme",
      userId: "u1",
      traits: { seats: 3 },
    }));
  test("another type of group keeps its type in the id, since keys may collide", () =>
    expect(node("$groupidentify", { $group_type: "project", $group_key: 5 }).groupId).toBe("project:5"));
  test("a group call that names no person is marked as one about the account alone", () =>
    expect(node("$groupidentify", { $group_type: "company", $group_key: "acme" }, { distinct_id: "$company_acme" })).toMatchObject({
      groupId: "acme",
      userId: null,
      context: { accountOnly: true },
    }));
  test("an event's account is the company among its groups", () =>
    expect(node("X", { $groups: { project: "5", company: "acme" } }).context["groupId"]).toBe("acme"));
  test("without a company it is the first group", () =>
    expect(node("X", { $groups: { project: "5", channel: "7" } }).context["groupId"]).toBe("project:5"));
});

describe("names and properties", () => {
  test("$pageview is a page call with the page in Segment's names", () =>
    expect(
      web("$pageview", { $current_url: "https://x.test/a?b", $pathname: "/a", title: "A", $referrer: "$direct", plan: "pro" }),
    ).toMatchObject({
      type: "page",
      properties: { url: "https://x.test/a?b", path: "/a", title: "A", plan: "pro" },
      context: { page: { url: "https://x.test/a?b", path: "/a", title: "A" } },
    }));
  test("$screen is a screen call", () =>
    expect(node("$screen", { $screen_name: "Settings" })).toMatchObject({ type: "screen", name: "Settings" }));
  test.each([
    ["$rageclick", "Rage Click"],
    ["$dead_click", "Dead Click"],
    ["$pageleave", "Page Left"],
    ["$exception", "Exception"],
    ["$web_vitals", "Web Vitals"],
    ["$feature_flag_called", "Feature Flag Called"],
    ["$ai_generation", "AI Generation"],
    ["report shared", "report shared"],
  ])("%s is tracked as %s", (event, name) => expect(node(event)).toMatchObject({ type: "track", name }));
  test("book-keeping of the SDK is left out, the sender's own properties and a real click id stay", () =>
    expect(
      web("X", {
        a: 1,
        $config_defaults: "unset",
        $sdk_debug_retry_queue_size: 0,
        token: "k",
        utm_source: "news",
        gclid: null,
        fbclid: "f",
        "$feature/new": true,
      }).properties,
    ).toEqual({ a: 1, fbclid: "f" }));
  test("circumstances go to the context", () =>
    expect(
      web("X", {
        $browser_language: "en-GB",
        $timezone: "Europe/Paris",
        $session_id: "s1",
        $os: "Linux",
        $device_type: "Desktop",
        $raw_user_agent: "Mozilla/5.0",
        utm_campaign: "spring",
        $ip: "1.2.3.4",
        $screen_width: 10,
      }).context,
    ).toMatchObject({
      locale: "en-GB",
      timezone: "Europe/Paris",
      sessionId: "s1",
      os: { name: "Linux" },
      device: { type: "desktop" },
      userAgent: "Mozilla/5.0",
      campaign: { name: "spring" },
      ip: "1.2.3.4",
      library: { name: "web" },
      screen: { width: 10 },
    }));
  test("an exception is its type, message and place, without the stack", () =>
    expect(
      node("$exception", {
        $exception_list: [
          {
            type: "TypeError",
            value: "x is null",
            mechanism: { handled: true },
            stacktrace: {
              frames: [
                { filename: "lib.js", in_app: false },
                { filename: "app.js", lineno: 7, in_app: true },
              ],
            },
          },
        ],
        $exception_level: "error",
      }).properties,
    ).toEqual({ type: "TypeError", message: "x is null", level: "error", handled: true, place: "app.js:7" }));
  test("web vitals are numbers by their names", () =>
    expect(web("$web_vitals", { $web_vitals_LCP_value: 1200, $web_vitals_LCP_event: {} }).properties).toEqual({ LCP: 1200 }));
  test.each(["$snapshot", "$$heatmap"])("%s is no interaction", (event) =>
    expect(messagesOf({ event, distinct_id: "u1", properties: {} })).toEqual([]),
  );
});

describe("when it happened", () => {
  test("is corrected by the request's sent_at", () =>
    expect(one({ event: "X", distinct_id: "u1", timestamp: "2026-03-10T12:59:50Z" }, "2026-03-10T13:00:00Z").at).toBe(receivedAt - 10_000));
  test("is corrected by the event's own sent_at where the request has none", () =>
    expect(one({ event: "X", distinct_id: "u1", timestamp: "2026-03-10T12:59:50Z", sent_at: "2026-03-10T13:00:00Z" }).at).toBe(
      receivedAt - 10_000,
    ));
  test("is an offset before it was sent", () =>
    expect(one({ event: "X", distinct_id: "u1", offset: 4_000 }, "2026-03-10T13:00:00Z").at).toBe(receivedAt - 4_000));
  test("is an offset before it came where nobody says when it was sent", () =>
    expect(one({ event: "X", distinct_id: "u1", offset: 4_000 }).at).toBe(receivedAt - 4_000));
});

test("the message id is the uuid, else the insert id", () =>
  expect([
    one({ event: "X", distinct_id: "u1" }).messageId,
    one({ uuid: undefined, event: "X", distinct_id: "u1", properties: { $insert_id: "i1" } }).messageId,
  ]).toEqual(["e1", "i1"]));
test("what is not an object is passed on, to be refused by name", () => expect(posthogToMessages(7, { receivedAt })).toEqual([7]));
