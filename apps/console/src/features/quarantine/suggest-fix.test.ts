import { expect, test } from "vitest";
import { suggestFix } from "./suggest-fix.ts";

const item = (field: string | null, raw: unknown) => ({ field, raw, receivedAt: "2026-07-14T09:12:50.000Z" });

test("a missing field waits to be filled in", () => expect(suggestFix(item("userId", { type: "track" }))).toEqual({ userId: "" }));
test("a time with days first is turned round", () =>
  expect(suggestFix(item("timestamp", { timestamp: "14.07.2026 09:12" }))).toEqual({ timestamp: "2026-07-14T09:12:00.000Z" }));
test("a time that cannot be read becomes the time of arrival", () => {
  expect(suggestFix(item("timestamp", { timestamp: "soon" }))).toEqual({ timestamp: "2026-07-14T09:12:50.000Z" });
  expect(suggestFix(item("timestamp", { timestamp: "07.14.2026" }))).toEqual({ timestamp: "2026-07-14T09:12:50.000Z" });
});
test("properties sent as a query string become an object", () =>
  expect(suggestFix(item("properties", { properties: "plan=growth&seats=12" }))).toEqual({ properties: { plan: "growth", seats: "12" } }));
test("a path into the message is set at its first field", () =>
  expect(suggestFix(item("context.page", { context: "x" }))).toEqual({ context: {} }));
test("where no field is to blame there is nothing to set", () => expect(suggestFix(item(null, "cut off"))).toEqual({}));
test("for several events the values of one are not put on the others", () => {
  expect(suggestFix(item("timestamp", { timestamp: "14.07.2026 09:12" }), true)).toEqual({ timestamp: null });
  expect(suggestFix(item("properties", { properties: "plan=growth" }), true)).toEqual({ properties: {} });
});
