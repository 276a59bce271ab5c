import { expect, test } from "vitest";
import { describeAgainstLive } from "./against-live.ts";

const live = { version: 3, entrants: 100, touches: 80, held: 20 };

test("what differs from the published version is told in numbers", () => {
  expect(describeAgainstLive({ live, entrants: 140 }, 60, 20)).toBe(
    "Against version 3: 40 more people, 20 fewer messages, as many held back.",
  );
  expect(describeAgainstLive({ live, entrants: 100 }, 80, 20)).toBe("The same as version 3 would have done.");
  expect(describeAgainstLive({ live: null, entrants: 1 }, 1, 1)).toBe("");
});
