import { describe, expect, test } from "vitest";
import { describeDetails, summariseDetails } from "./describe-details.ts";

const told = (action: string, details: Record<string, unknown>) => describeDetails(action, details, "UTC");

describe("what changed", () => {
  test("a part is told as it was and as it is", () =>
    expect(
      told("workspace.update", { before: { name: "Acme", timezone: "UTC" }, after: { name: "Acme Ltd", timezone: "Europe/Paris" } }),
    ).toEqual({
      changes: [
        { label: "Name", from: "Acme", to: "Acme Ltd" },
        { label: "Time zone", from: "UTC", to: "Europe/Paris" },
      ],
      facts: [],
    }));

  test("a role, and the state of a flow, which tell it in other shapes", () => {
    expect(told("member.set_role", { from: "viewer", to: "admin" }).changes).toEqual([{ label: "Role", from: "viewer", to: "admin" }]);
    expect(told("flows.paused", { before: "live" })).toEqual({ changes: [{ label: "State", from: "live", to: "paused" }], facts: [] });
  });

  test("deep inside only what differs is told, members of lists by their names", () => {
    const rules = (hours: number, most: number) => ({
      quietHours: { from: 21, to: 8 },
      caps: [
        { name: "e-mail", most: 3, hours },
        { name: "push", most, hours: 24 },
      ],
    });
    expect(told("arbiter.rules", { before: rules(24, 1), after: rules(48, 1) }).changes).toEqual([
      { label: "Caps › e-mail › hours", from: "24", to: "48" },
    ]);
  });

  test("members whose names do not tell them apart are told by their place", () =>
    expect(
      told("x", {
        before: {
          steps: [
            { name: "a", n: 1 },
            { name: "a", n: 2 },
          ],
        },
        after: {
          steps: [
            { name: "a", n: 1 },
            { name: "a", n: 3 },
          ],
        },
      }).changes,
    ).toEqual([{ label: "Steps › 2 › n", from: "2", to: "3" }]));

  test("what came or went stands against nothing", () =>
    expect(told("x", { before: { limit: null, tags: ["a"] }, after: { limit: 1200, tags: [] } }).changes).toEqual([
      { label: "Limit", from: null, to: "1,200" },
      { label: "Tags", from: "a", to: null },
    ]));

  test("a word in place of parts is not lost", () =>
    expect(told("x", { before: { window: "day" }, after: { window: { days: 2 } } }).changes).toEqual([
      { label: "Window", from: "day", to: null },
      { label: "Window › days", from: null, to: "2" },
    ]));

  test("queries and predicates are sentences", () => {
    const query = (value: number) => ({
      kind: "trends",
      series: [{ event: "Report Created", measure: { kind: "people" } }],
      interval: "day",
      range: { last: { value, unit: "day" } },
    });
    const [change] = told("saved_queries.update", { before: { query: query(7) }, after: { query: query(30) } }).changes;
    expect(change?.label).toBe("Query");
    expect(change?.from).toMatch(/^People who did “?Report Created.*the last 7 days$/);
    expect(change?.to).toMatch(/the last 30 days$/);
  });
});

test("everything else is a fact under a label that reads", () =>
  expect(
    told("imports.start", { fileName: "people.csv", rowsTaken: 12345, sample: false, at: "2026-03-10T12:00:00Z", note: "", of: null })
      .facts,
  ).toEqual([
    { label: "File", value: "people.csv" },
    { label: "Rows taken", value: "12,345" },
    { label: "With the sample company", value: "no" },
    { label: "At", value: "10 Mar 2026, 12:00:00" },
  ]));

describe("in one line", () => {
  const line = (details: Record<string, unknown>) => summariseDetails(told("x", details));
  test("changes come first, with an arrow", () =>
    expect(line({ name: "Website", before: { enabled: true }, after: { enabled: false } })).toBe("Switched on: yes → no · Name: Website"));
  test("of many parts the first are told, and how many more there are", () =>
    expect(line({ a: 1, b: 2, c: 3, d: 4 })).toBe("A: 1 · B: 2 · 2 more"));
  test("long values are cut short", () => expect(line({ a: "x".repeat(500) })).toMatch(/^A: x{59}…$/));
  test("nothing is nothing", () => expect(line({})).toBe(""));
});
