import { expect, test } from "vitest";
import { personTitle } from "./person-title.ts";

const nobody = { id: "p_0000000000a1b2c3", name: null, email: null, phone: null, userId: null, known: true };

test("people are called by their name, else by how they can be reached", () => {
  const reachable = { ...nobody, email: "ada@example.com", phone: "+44 20", userId: "user-42" };
  expect(personTitle({ ...reachable, name: "Ada" })).toBe("Ada");
  expect(personTitle({ ...reachable, name: " " })).toBe("ada@example.com");
  expect(personTitle({ ...reachable, email: null })).toBe("+44 20");
});

test("without either, by the user id, which is said to be one unless it is an address", () => {
  expect(personTitle({ ...nobody, userId: "user-42" })).toBe("User user-42");
  expect(personTitle({ ...nobody, userId: "ada@example.com" })).toBe("ada@example.com");
  expect(personTitle({ ...nobody, userId: "3f2b8c1e-77aa-4c0d-8f14-e45f9d014b2d" })).toBe("User 3f2b8c1e…4b2d");
});

test("the end of the id tells the others apart", () => {
  expect(personTitle(nobody)).toBe("Person a1b2c3");
  expect(personTitle({ ...nobody, known: false })).toBe("Visitor a1b2c3");
});
