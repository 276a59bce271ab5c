import { expect, test } from "vitest";
import { orderTables } from "./order-tables.ts";

const named = (...names: string[]) => names.map((name) => ({ name }));

test("a table comes after those that it refers to", () => {
  const references = [
    { from: "member", to: "user" },
    { from: "member", to: "workspace" },
    { from: "badge", to: "member" },
  ];
  expect(orderTables(named("badge", "member", "user", "workspace"), references).map(({ name }) => name)).toEqual([
    "user",
    "workspace",
    "member",
    "badge",
  ]);
});

test("a table may refer to itself", () => {
  expect(orderTables(named("folder"), [{ from: "folder", to: "folder" }])).toEqual(named("folder"));
});

test("a circle is refused with its tables", () => {
  expect(() =>
    orderTables(named("a", "b", "c"), [
      { from: "a", to: "b" },
      { from: "b", to: "a" },
    ]),
  ).toThrow("The tables a, b refer to each other");
});
