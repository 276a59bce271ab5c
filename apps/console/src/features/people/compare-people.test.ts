import type { Person } from "@throughline/contract";
import { expect, test } from "vitest";
import { comparePeople } from "./compare-people.ts";

const person = (rest: Partial<Person>): Person => ({
  id: "p_1",
  name: null,
  email: null,
  phone: null,
  userId: null,
  known: true,
  firstSeen: "2026-01-01T00:00:00Z",
  lastSeen: "2026-01-02T00:00:00Z",
  interactions: 1,
  account: null,
  traits: {},
  traitOrigins: {},
  identifiers: [],
  accounts: [],
  consent: [],
  conflicts: [],
  possibleDuplicates: [],
  ...rest,
});
const lineOf = (label: string, a: Partial<Person>, b: Partial<Person>) =>
  comparePeople(person(a), person(b)).find((line) => line.label === label);

test("the same address in another case agrees", () => {
  expect(lineOf("E-mail", { email: "Ana@Example.com" }, { email: "ana@example.com" })?.agrees).toBe(true);
});

test("what differs does not agree, and what only one has is neither", () => {
  expect(lineOf("Name", { name: "Ana" }, { name: "Anna" })?.agrees).toBe(false);
  expect(lineOf("Phone", { phone: "+1" }, {})?.agrees).toBeNull();
});

test("traits are compared when both have them; what nobody has is no line", () => {
  const lines = comparePeople(person({ traits: { plan: "growth", city: "Oslo" } }), person({ traits: { plan: "growth", seats: 3 } }));
  expect(lines).toEqual([{ label: "plan", kept: "growth", merged: "growth", agrees: true }]);
});
