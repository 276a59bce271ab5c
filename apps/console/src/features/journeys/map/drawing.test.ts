import { describe, expect, test } from "vitest";
import { fitText } from "./fit-text.ts";
import { orderStages } from "./order-stages.ts";
import { packLevels } from "./pack-levels.ts";
import { arcPath, ribbonPath } from "./ribbon-path.ts";

describe("the order of stages", () => {
  test("stays as defined where the flow does not decide", () => {
    expect(orderStages(["a", "b", "c"], [])).toEqual(["a", "b", "c"]);
    expect(
      orderStages(
        ["a", "b"],
        [
          { from: "a", to: "b", count: 3 },
          { from: "b", to: "a", count: 3 },
        ],
      ),
    ).toEqual(["a", "b"]);
  });
  test("moves a stage forward over several when people come to it earlier", () => {
    const ways = ["b", "c"].map((to) => ({ from: "d", to, count: 5 }));
    expect(orderStages(["a", "b", "c", "d"], ways)).toEqual(["a", "d", "b", "c"]);
  });
});

describe("text in little room", () => {
  test("breaks between words and is cut only in its last line", () => {
    expect(fitText("Domain verified", 10, 2)).toEqual(["Domain", "verified"]);
    expect(fitText("Closed, not settled at all", 12, 2)).toEqual(["Closed, not", "settled at…"]);
    expect(fitText("Short", 10, 2)).toEqual(["Short"]);
  });
  test("breaks a word that is longer than a line", () => {
    expect(fitText("Abcdefghijkl", 5, 2)).toEqual(["Abcde", "fghi…"]);
  });
});

test("stretches that overlap lie on different levels, short ones lowest; those that touch share one", () => {
  expect(
    packLevels([
      { from: 0, to: 9 },
      { from: 1, to: 3 },
      { from: 3, to: 4 },
      { from: 20, to: 21 },
    ]),
  ).toEqual([1, 0, 0, 0]);
});

test("a ribbon goes along its upper edge and comes back along its lower one", () => {
  expect(
    ribbonPath(
      [
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ],
      5,
    ),
  ).toBe("M0 0C5 0 5 20 10 20L10 25C5 25 5 5 0 5Z");
  expect(
    ribbonPath(
      [
        { x: 0, y: 2 },
        { x: 10, y: 2 },
      ],
      4,
    ),
  ).toBe("M0 2L10 2L10 6L0 6Z");
});

test("an arc is as high as it says, and its arrow ends where it ends", () => {
  const { top, head } = arcPath({ x: 100, y: 50 }, { x: 20, y: 50 }, 30);
  expect(top).toEqual({ x: 60, y: 20 });
  expect(head).toContain("L20 50");
});
