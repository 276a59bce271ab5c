import { querySchema, type Query } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { referenceAnswer, type ReferenceQuery } from "../reference/index.ts";
import { conformanceCases, historyOf } from "./index.ts";
import { parseEvent } from "./notation.ts";

describe("the reference answers", () => {
  test.each(conformanceCases.map((one) => [one.query.kind, one.name, one] as const))("%s: %s", (_kind, _name, one) => {
    const query = querySchema.parse(one.query) as ReferenceQuery;
    expect(referenceAnswer(query, historyOf(one), one), one.why).toMatchObject(closely(one.expected) as object);
  });
});

/** Numbers that are not integers are compared to nine digits. */
function closely(expected: unknown): unknown {
  if (typeof expected === "number" && !Number.isInteger(expected)) return expect.closeTo(expected, 9);
  if (Array.isArray(expected)) return expected.map(closely);
  if (typeof expected !== "object" || expected === null) return expected;
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, closely(value)]));
}

describe("the kit", () => {
  test("tells its cases apart by kind and name", () => {
    const names = conformanceCases.map((one) => `${one.query.kind} ${one.name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
  test.each<[Query["kind"], number]>([
    ["funnel", 60],
    ["paths", 15],
    ["retention", 15],
    ["lifecycle", 8],
    ["stickiness", 8],
    ["trends", 20],
  ])("has enough cases of %s", (kind, least) => {
    expect(conformanceCases.filter((one) => one.query.kind === kind).length).toBeGreaterThanOrEqual(least);
  });
});

describe("the notation", () => {
  const parse = (token: string, timezone = "UTC") => {
    const { at, ...rest } = parseEvent("ann", token, timezone);
    return { at: new Date(at).toISOString(), ...rest };
  };
  test("says what, when and what it carries", () => {
    expect(parse('A26:00:01.500{plan:pro,n:5,t:"5",x:null,l:[a|1]}~s1#acme!bot')).toEqual({
      person: "ann",
      at: "2026-03-03T02:00:01.500Z",
      kind: "track",
      name: "A",
      path: "",
      properties: { plan: "pro", n: 5, t: "5", x: null, l: ["a", 1] },
      session: "s1",
      account: "acme",
      bot: true,
    });
  });
  test.each([
    ["/pricing/a-b@0:30", { kind: "page", name: "Page Viewed", path: "/pricing/a-b" }],
    ["page:Home@0:30", { kind: "page", name: "Home", path: "" }],
    ["screen:Cart@0:30", { kind: "screen", name: "Cart", path: "" }],
    ["identify@0:30", { kind: "identify", name: "Identified" }],
  ])("%s", (token, expected) => expect(parse(token)).toMatchObject({ at: "2026-03-02T00:30:00.000Z", ...expected }));
  test("reads dates by the workspace's clocks, at noon where no time is given", () => {
    expect(parse("A@03-29", "Europe/Berlin").at).toBe("2026-03-29T10:00:00.000Z");
    expect(parse("A@2025-12-31T23:00", "Europe/Berlin").at).toBe("2025-12-31T22:00:00.000Z");
    expect(parse("A@10-25T00:30Z", "Europe/Berlin").at).toBe("2026-10-25T00:30:00.000Z");
    expect(parse("A0:30", "America/New_York").at).toBe("2026-03-02T05:30:00.000Z");
  });
  test("refuses what it does not understand", () => expect(() => parse("A 0:30")).toThrow("no event: A 0:30"));
});
