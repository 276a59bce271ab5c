import { expect, test } from "vitest";
import { noValue, operatorsFor, toCondition, toDraft } from "./operators.ts";

test("numbers are compared, dates are before and after, texts are one of several", () => {
  expect(operatorsFor(["number"]).slice(0, 3)).toEqual(["eq", "neq", "gt"]);
  expect(operatorsFor(["date"])[0]).toBe("withinLast");
  expect(operatorsFor(["null", "string"])[0]).toBe("in");
  expect(operatorsFor(["boolean"])).toEqual(["eq", "neq", "exists", "notExists"]);
});

test("a property sent as number and as text can be asked about as both", () => {
  expect(operatorsFor(["number", "string"])).toEqual(expect.arrayContaining(["gt", "contains"]));
});

test("a condition is there once its value is, and of the type that its values are", () => {
  expect(toCondition("event.amount", "gt", noValue, ["number"])).toBeNull();
  expect(toCondition("event.amount", "gt", { ...noValue, texts: ["x"] }, ["number"])).toBeNull();
  expect(toCondition("event.amount", "gt", { ...noValue, texts: ["4.5"] }, ["number"])).toEqual({
    property: "event.amount",
    op: "gt",
    value: 4.5,
  });
  expect(toCondition("person.beta", "eq", { ...noValue, texts: ["true"] }, ["boolean"])).toEqual({
    property: "person.beta",
    op: "eq",
    value: true,
  });
  expect(toCondition("event.plan", "in", noValue, ["string"])).toBeNull();
  expect(toCondition("event.plan", "exists", noValue, ["string"])).toEqual({ property: "event.plan", op: "exists" });
  expect(toCondition("event.at", "between", { ...noValue, from: "2026-01-01", to: "2026-02-01" }, ["date"])).toMatchObject({
    value: ["2026-01-01", "2026-02-01"],
  });
  expect(toCondition("event.n", "between", { ...noValue, from: "1" }, ["number"])).toBeNull();
  expect(toCondition("event.at", "withinLast", { ...noValue, texts: ["0"] }, ["date"])).toBeNull();
});

test("editing a condition and leaving it as it is changes nothing", () => {
  const conditions = [
    [{ property: "event.plan", op: "in", value: ["a", "b"] }, ["string"]],
    [{ property: "event.n", op: "between", value: [1, 2] }, ["number"]],
    [{ property: "event.at", op: "withinLast", value: { value: 3, unit: "week" } }, ["date"]],
    [{ property: "event.ok", op: "neq", value: false }, ["boolean"]],
  ] as const;
  for (const [condition, types] of conditions) {
    const whole = structuredClone(condition) as Parameters<typeof toDraft>[0];
    expect(toCondition(whole.property, whole.op, toDraft(whole), types)).toEqual(condition);
  }
});
