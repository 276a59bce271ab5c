import { dashboardColumns, type Predicate, type Query } from "@throughline/contract";
import { journeyTemplates } from "@throughline/domain";
import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { readyMadeDashboards } from "../ensure-sample-dashboards.ts";

const vocabulary = JSON.parse(
  readFileSync(new URL("../../../../../../packages/domain/src/ask/questions/sample-vocabulary.json", import.meta.url), "utf8"),
) as { events: { name: string }[]; properties: { path: string; values?: string[]; events?: string[] }[] };
const known = new Set(vocabulary.events.map(({ name }) => name));
const properties = new Map(vocabulary.properties.map((one) => [one.path, one]));
const asked = readyMadeDashboards.flatMap(({ tiles }) =>
  tiles.flatMap((tile) => (tile.kind === "query" ? [{ title: tile.title, query: tile.query }] : [])),
);
const queries = asked.filter(({ query }) => query.kind !== "journey");

type Looked = { events: string[]; properties: { path: string; value?: unknown; events: string[] }[] };
const eventsOf = (event: string | string[] | null): string[] => [event ?? []].flat();

function lookedAt(query: Query): Looked {
  const found: Looked = { events: [], properties: [] };
  const look = (event: string | string[] | null, ...conditions: (Predicate | undefined)[]) => {
    const events = eventsOf(event);
    found.events.push(...events);
    for (const condition of conditions)
      if (condition && "property" in condition && "value" in condition)
        found.properties.push({ path: condition.property, value: condition.value, events });
  };
  if (query.kind === "trends")
    for (const { event, where, measure } of query.series) {
      look(event, where);
      if ("property" in measure) found.properties.push({ path: measure.property, events: eventsOf(event) });
    }
  if (query.kind === "funnel") for (const { event, where } of query.steps) look(event, where);
  if (query.kind === "retention") for (const { event, where } of [query.start, query.return]) look(event, where);
  if (query.kind === "lifecycle" || query.kind === "stickiness") look(query.event);
  if ("breakdown" in query && query.breakdown) found.properties.push({ path: query.breakdown.property, events: found.events.slice(0, 1) });
  return found;
}

test.each(queries)("$title: asks for what the sample company really sends", ({ query }) => {
  const { events, properties: asked } = lookedAt(query);
  expect(events.length).toBeGreaterThan(0);
  expect(events.filter((name) => !known.has(name))).toEqual([]);
  for (const { path, value, events: of } of asked) {
    const property = properties.get(path);
    expect(property, path).toBeDefined();
    if (property?.events) expect(property.events, path).toEqual(expect.arrayContaining(of));
    if (value !== undefined) expect(property?.values, path).toContain(value);
  }
});

test("journeys that are shown are journeys of the sample company", () => {
  const journeys = asked.flatMap(({ query }) => (query.kind === "journey" ? [query.journey] : []));
  expect(journeys).toEqual(["onboarding", "complaint-resolution"]);
  const keys = journeyTemplates.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(journeys));
});

test.each(readyMadeDashboards)("$name: no tile lies on another or beyond the edge", ({ tiles }) => {
  const cells = tiles.flatMap(({ x, y, w, h }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...tiles.map(({ x, w }) => x + w))).toBe(dashboardColumns);
  expect(new Set(tiles.map(({ id }) => id)).size).toBe(tiles.length);
});
