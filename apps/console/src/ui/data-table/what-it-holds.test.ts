import { expect, test } from "vitest";
import { whatItHolds } from "./what-it-holds.ts";

const arriving = { isPending: true, error: null, rows: [] };
const empty = { isPending: false, error: null, rows: [] };

test("until the server has answered nobody knows what a list holds", () => {
  expect(whatItHolds(arriving, false)).toBe("unknown");
});

test("an empty answer means nothing, and anything else means something", () => {
  expect(whatItHolds(empty, false)).toBe("nothing");
  expect(whatItHolds({ ...empty, rows: [1] }, false)).toBe("something");
});

test("a search that finds nothing, and an answer that failed, do not mean that there is nothing", () => {
  expect(whatItHolds(empty, true)).toBe("something");
  expect(whatItHolds({ ...empty, error: new Error("The server cannot be reached.") }, false)).toBe("something");
});
