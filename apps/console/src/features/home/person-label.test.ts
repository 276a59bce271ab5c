import { expect, test } from "vitest";
import { personLabel } from "./person-label.ts";

const somebody = { id: "p_00000000003f9a2c", name: null, email: null, known: true };

test("a name comes before an address, an address before an id", () => {
  expect(personLabel({ ...somebody, name: "Ada", email: "ada@example.com" })).toBe("Ada");
  expect(personLabel({ ...somebody, name: " ", email: "ada@example.com" })).toBe("ada@example.com");
});

test("somebody without either is told apart by the id, and a visitor from a person", () => {
  expect(personLabel(somebody)).toBe("Person 3f9a2c");
  expect(personLabel({ ...somebody, known: false })).toBe("Visitor 3f9a2c");
});
