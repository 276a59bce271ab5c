import { describe, expect, test } from "vitest";
import { checkMessage } from "./check-message.ts";
import { statedTraits } from "./message.ts";

const receivedAt = Date.parse("2026-03-10T12:00:00Z");
const check = (raw: unknown, more: object = {}) => checkMessage(raw, { receivedAt, newMessageId: () => "made", ...more });
const rejection = (raw: unknown) => {
  const result = check(raw);
  return "rejection" in result ? result.rejection : null;
};
const message = (raw: unknown, more: object = {}) => {
  const result = check(raw, more);
  if ("rejection" in result) throw new Error(result.rejection.message);
  return result.message;
};
const track = { type: "track", event: "Report Shared", userId: "u1", messageId: "m1" };

describe("a message that cannot be used names the field and what is accepted", () => {
  test.each([
    [7, "not_an_object", null],
    [{ ...track, type: "click" }, "unknown_type", "type"],
    [{ ...track, type: undefined }, "missing_field", "type"],
    [{ ...track, event: undefined }, "missing_field", "event"],
    [{ ...track, userId: null }, "missing_field", "userId"],
    [{ ...track, userId: { id: 1 } }, "wrong_type", "userId"],
    [{ ...track, properties: [1] }, "wrong_type", "properties"],
    [{ ...track, messageId: "m".repeat(101) }, "too_long", "messageId"],
    [{ ...track, timestamp: "yesterday" }, "bad_time", "timestamp"],
    [{ ...track, timestamp: "1970-01-01T00:00:00Z" }, "bad_time", "timestamp"],
    [{ type: "group", userId: "u1" }, "missing_field", "groupId"],
    [{ type: "alias", userId: "u1" }, "missing_field", "previousId"],
  ])("%j is %s", (raw, code, field) => expect(rejection(raw)).toMatchObject({ code, field }));

  test("deep nesting is refused without deep recursion", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(rejection({ ...track, properties: { deep } })).toMatchObject({ code: "too_deep" });
  });
});

test("an integer id is taken as its digits", () => expect(message({ ...track, userId: 42 }).userId).toBe("42"));
test("a message without an id is given one", () => expect(message({ ...track, messageId: undefined }).messageId).toBe("made"));
test("the context of the batch is under that of the item", () =>
  expect(message({ ...track, context: { locale: "de" } }, { context: { locale: "en", ip: "1.2.3.4" } }).context).toEqual({
    locale: "de",
    ip: "1.2.3.4",
  }));

describe("time", () => {
  test("is corrected for a clock that is an hour ahead", () =>
    expect(message({ ...track, timestamp: "2026-03-10T12:59:50Z" }, { sentAt: "2026-03-10T13:00:00Z" }).at).toBe(receivedAt - 10_000));
  test("without sentAt is believed", () =>
    expect(message({ ...track, timestamp: "2026-03-01T00:00:00Z" }).at).toBe(Date.parse("2026-03-01T00:00:00Z")));
  test("far in the future is the moment of receipt", () =>
    expect(message({ ...track, timestamp: "2027-03-01T00:00:00Z" }).at).toBe(receivedAt));
  test("missing is the moment of receipt", () => expect(message(track).at).toBe(receivedAt));
});

test("a request's sentAt outranks the message's own, which may be of an earlier try", () =>
  expect(
    message({ ...track, timestamp: "2026-03-10T12:00:00Z", sentAt: "2026-03-10T12:00:01Z" }, { sentAt: "2026-03-10T12:05:00Z" }).at,
  ).toBe(receivedAt - 300_000));

test.each([
  { type: "identify", traits: { email: "ada@example.com", emailVerified: true } },
  { ...track, userId: undefined, context: { traits: { email: "ada@example.com" } } },
])("a contact alone names nobody: %j", (raw) => expect(rejection(raw)).toMatchObject({ code: "missing_field", field: "userId" }));

describe("traits of an identify call", () => {
  test("are also taken from the context, under those of the call itself", () =>
    expect(
      message({ type: "identify", userId: "u1", traits: { plan: "pro" }, context: { traits: { plan: "free", name: "Ada" } } }).traits,
    ).toEqual({ plan: "pro", name: "Ada" }));
  test("never come from the context of a group call, where they are the person's", () =>
    expect(
      message({ type: "group", userId: "u1", groupId: "acme", traits: { seats: 3 }, context: { traits: { name: "Ada" } } }).traits,
    ).toEqual({ seats: 3 }));
});

test("traits that hold only where nobody states them are kept of an identify call alone", () => {
  const traitsOnce = { came_from: "news" };
  expect(message({ type: "identify", userId: "u1", traitsOnce }).traitsOnce).toEqual(traitsOnce);
  expect(message({ ...track, traitsOnce }).traitsOnce).toBeUndefined();
  expect(
    statedTraits(message({ type: "identify", userId: "u1", traits: { plan: "pro" }, traitsOnce: { plan: "free", ...traitsOnce } })),
  ).toEqual({
    plan: "pro",
    came_from: "news",
  });
});

test("a property named __proto__ changes no prototype", () => {
  const raw = JSON.parse(
    '{"type":"track","event":"X","userId":"u1","__proto__":{"userId":"evil"},"properties":{"__proto__":{"polluted":true}}}',
  ) as unknown;
  expect(message(raw).userId).toBe("u1");
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
