import { expect, test } from "vitest";
import { triedAddress, triedOf, triedParams } from "./tried-touch.ts";

const read = (address: string) => {
  const params = new URLSearchParams(address.split("?")[1]);
  return triedOf((name) => params.get(name) ?? undefined);
};

test("a touch goes into an address and comes back from it", () => {
  const touch = {
    person: "userId:a b",
    kind: "call",
    purpose: "service",
    channel: "phone",
    topic: "a&b",
    priority: 9,
    value: 2.5,
    stakes: "high",
  } as const;
  expect(read(triedAddress(touch, "2026-03-10T12:00:00Z"))).toMatchObject(touch);
});

test("what is the default is not in the address", () => {
  expect(triedParams(triedOf(() => undefined))).toEqual(
    expect.objectContaining({ kind: undefined, priority: undefined, decidedBy: undefined }),
  );
  expect(triedAddress({ person: "p_0123456789abcdef", kind: "message" }, null)).toBe("/engage/arbiter/simulator?person=p_0123456789abcdef");
});

test("what an address says wrongly is the default", () => {
  expect(read("/?kind=constructor&priority=eleven&value=-1&expires=soon")).toMatchObject({
    kind: "message",
    priority: 5,
    value: 1,
    expires: undefined,
  });
});
