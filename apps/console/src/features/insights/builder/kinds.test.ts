import { expect, test } from "vitest";
import { eventOf, firstQuery, kindLabels, switchKind, type ExplorerKind } from "./kinds.ts";

test("switching the kind keeps the time, the conditions and the event", () => {
  const trends = { ...firstQuery(), where: { property: "person.plan", op: "eq", value: "growth" } } as ReturnType<typeof firstQuery>;
  if (trends.kind !== "trends") throw new Error("the explorer begins with a trend");
  trends.series = [{ event: "Report Created", measure: { kind: "total" } }];
  for (const kind of Object.keys(kindLabels) as ExplorerKind[]) {
    const query = switchKind(trends, kind, ["Page Viewed"]);
    expect([query.kind, query.where]).toEqual([kind, trends.where]);
    if (kind !== "paths") expect(eventOf(query)).toBe("Report Created");
  }
});

test("a funnel made of one event takes the most frequent other as its second step", () => {
  const trends = firstQuery();
  if (trends.kind !== "trends") throw new Error("the explorer begins with a trend");
  trends.series = [{ event: "A", measure: { kind: "total" } }];
  const funnel = switchKind(trends, "funnel", ["A", "B"]);
  expect(funnel.kind === "funnel" && funnel.steps.map(({ event }) => event)).toEqual(["A", "B"]);
});

test("retention and lifecycle look back over weeks", () => {
  expect(switchKind(firstQuery(), "retention", []).range).toEqual({ last: { value: 8, unit: "week" } });
});
