import { expect, test } from "vitest";
import { findTraits } from "./find-traits.ts";

const traits = { zebra: 1, field10: "x", field2: "x", plan: "growth", name: "Ana", address: { city: "Oslo" } };
const namesOf = (search: string) => findTraits(traits, search).map(([name]) => name);

test("the usual traits come first, the others by name with numbers counted", () => {
  expect(namesOf("")).toEqual(["name", "plan", "address", "field2", "field10", "zebra"]);
});

test("a search finds names and values, also inside of structures", () => {
  expect(namesOf("GROW")).toEqual(["plan"]);
  expect(namesOf("oslo")).toEqual(["address"]);
  expect(namesOf("field")).toEqual(["field2", "field10"]);
  expect(namesOf("nothing")).toEqual([]);
});
