import { expect, test } from "vitest";
import {
  beforeLabel,
  intervalOf,
  journeyAddress,
  queryRangeOf,
  rangeLabel,
  rangeOf,
  rangeParams,
  whoRangeOf,
  withRange,
} from "./journey-range.ts";

const address = (params: Record<string, string>) => ({ filter: (name: string) => params[name] });

test("an address without a range, or with nonsense, asks for the last 28 days", () => {
  expect(rangeOf(address({}))).toEqual({ last: "28d" });
  expect(rangeOf(address({ last: "soon" }))).toEqual({ last: "28d" });
  expect(rangeOf(address({ from: "2026-02-03", to: "2026-02-01" }))).toEqual({ last: "28d" });
});

test("dates win over a preset, and go back into the address as they came", () => {
  const range = rangeOf(address({ from: "2026-02-01", to: "2026-02-07", last: "7d" }));
  expect(range).toEqual({ from: "2026-02-01", to: "2026-02-07" });
  expect(rangeParams(range)).toEqual({ last: undefined, from: "2026-02-01", to: "2026-02-07" });
});

test("the default stays out of the address", () => {
  expect(rangeParams({ last: "28d" })).toEqual({ last: undefined, from: undefined, to: undefined });
  expect(rangeParams({ last: "7d" })).toMatchObject({ last: "7d" });
});

test("a range and what it is compared with are said in words", () => {
  expect(rangeLabel({ last: "28d" }, String)).toBe("Last 28 days");
  expect(rangeLabel({ last: "1h" }, String)).toBe("Last hour");
  expect(rangeLabel({ from: "a", to: "b" }, String)).toBe("a – b");
  expect(beforeLabel({ last: "12w" })).toBe("the 12 weeks before");
  expect(beforeLabel({ from: "2026-02-01", to: "2026-02-07" })).toBe("the 7 days before");
  expect(beforeLabel({ from: "2026-02-01", to: "2026-02-01" })).toBe("the day before");
});

test("longer ranges have coarser trends", () => {
  expect(intervalOf({ last: "28d" })).toBe("day");
  expect(intervalOf({ last: "90d" })).toBe("week");
  expect(intervalOf({ last: "12m" })).toBe("month");
  expect(intervalOf({ from: "2026-01-01", to: "2026-12-31" })).toBe("month");
});

test("a range is asked in a query as in the address", () => {
  expect(queryRangeOf({ last: "12w" })).toEqual({ last: { value: 12, unit: "week" } });
  expect(queryRangeOf({ from: "2026-02-01", to: "2026-02-07" })).toEqual({ from: "2026-02-01", to: "2026-02-07" });
});

test("the range goes along to the other pages of journeys, and nothing else does", () => {
  expect(withRange("/journeys/renewal", address({}))).toBe("/journeys/renewal");
  expect(withRange("/journeys/renewal", address({ last: "90d", who: "now", compare: "off" }))).toBe(
    "/journeys/renewal?last=90d&compare=off",
  );
  expect(withRange("/journeys/renewal", address({ from: "2026-02-01", to: "2026-02-07" }))).toBe(
    "/journeys/renewal?from=2026-02-01&to=2026-02-07",
  );
});

test("a query's range opens its map over the same time", () => {
  expect(journeyAddress("a b", { last: { value: 13, unit: "week" } })).toBe("/journeys/a%20b?last=13w");
  expect(journeyAddress("x", { from: "2026-01-01", to: "2026-02-01" })).toBe("/journeys/x?from=2026-01-01&to=2026-02-01");
  expect(journeyAddress("x", { last: { value: 28, unit: "day" } }, "entered~a")).toBe("/journeys/x?who=entered%7Ea");
  expect(journeyAddress("renewal", { last: { value: 12, unit: "week" } })).toBe("/journeys/renewal?last=12w");
  expect(journeyAddress("renewal", { last: { value: 28, unit: "day" } })).toBe("/journeys/renewal");
  expect(journeyAddress("renewal", { from: "2026-02-01T00:00:00Z", to: "2026-02-07" })).toBe(
    "/journeys/renewal?from=2026-02-01&to=2026-02-07",
  );
});

test("people of a number that has days of its own are of those days", () => {
  expect(whoRangeOf(address({ last: "90d", whoFrom: "2026-02-01", whoTo: "2026-02-07" }))).toEqual({
    from: "2026-02-01",
    to: "2026-02-07",
  });
  expect(whoRangeOf(address({ last: "90d" }))).toEqual({ last: "90d" });
});
