import { querySchema } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { resolveViews } from "./views.ts";

const range = { last: { value: 7, unit: "day" } } as const;
const resolve = (query: unknown, tracked: string[] = []) => resolveViews(querySchema.parse(query), new Set(tracked));
const ofPages = { property: "event.$kind", op: "eq", value: "page" };

describe("views in a query", () => {
  test("are any interaction of their kind, beside what else must hold", () => {
    const where = { property: "event.path", op: "eq", value: "/pricing" };
    expect(
      resolve({ kind: "trends", range, series: [{ event: "Page Viewed" }, { event: "Page Viewed", where }, { event: "Paid" }] }),
    ).toMatchObject({
      series: [{ event: null, where: ofPages }, { event: null, where: { all: [ofPages, where] } }, { event: "Paid" }],
    });
    expect(resolve({ kind: "lifecycle", range, event: "Screen Viewed" })).toMatchObject({ event: null, where: { value: "screen" } });
  });

  test("are found in conditions too", () => {
    expect(resolve({ kind: "trends", range, series: [{ event: "Paid" }], where: { not: { did: "Page Viewed" } } })).toMatchObject({
      where: { not: { did: null, where: ofPages } },
    });
  });

  test("stay where the customer sends events of that name", () => {
    expect(resolve({ kind: "lifecycle", range, event: "Page Viewed" }, ["Page Viewed"])).toMatchObject({ event: "Page Viewed" });
  });

  test("are no end of a path, and not one of several names", () => {
    expect(resolve({ kind: "paths", range, nodes: "event", start: "Page Viewed" })).toBeNull();
    expect(resolve({ kind: "lifecycle", range, event: ["Page Viewed", "Paid"] })).toBeNull();
  });
});
