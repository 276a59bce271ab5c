import { querySchema, type QueryInput } from "@throughline/contract";
import { expect, test } from "vitest";
import { decodeQuery, encodeQuery } from "./query-code.ts";

const range = { last: { value: 30, unit: "day" } } as const;
const queries: QueryInput[] = [
  { kind: "trends", range, series: [{ event: null }], interval: "week", compare: "previous", formula: "A * 2" },
  {
    kind: "funnel",
    range: { from: "2026-10-01", to: "2026-10-31" },
    steps: [
      { event: "Zahlung begonnen – „groß“ 🎉", where: { property: "event.plan", op: "eq", value: "growth" } },
      { event: ["A", "B"], optional: true },
    ],
    exclude: [{ event: "C", from: 0, to: 1 }],
    breakdown: { property: "person.plan", attribution: "step:2" },
  },
  { kind: "paths", range, start: "/", nodes: "page" },
  { kind: "retention", range, start: { event: "A" }, return: { event: null }, cohort: "recurring" },
  { kind: "lifecycle", range, event: "A" },
  { kind: "stickiness", range, event: null },
];

test("every kind of query comes back from the address as it went in", () => {
  for (const input of queries) {
    const query = querySchema.parse(input);
    expect(decodeQuery(encodeQuery(query))).toEqual(query);
  }
});

test("what is a default anyway takes no room, and nothing needs escaping in an address", () => {
  const query = querySchema.parse({ kind: "lifecycle", range, event: "A" });
  const code = encodeQuery(query);
  expect(code).toMatch(/^[\w-]+$/);
  expect(atob(code)).not.toContain("interval");
});

test("an address that was cut off or tampered with is no query", () => {
  const code = encodeQuery(querySchema.parse(queries[1]));
  expect(decodeQuery(code.slice(0, -9))).toBeNull();
  expect(decodeQuery("%%%")).toBeNull();
  expect(decodeQuery(btoa('{"kind":"trends","series":"all"}'))).toBeNull();
});
