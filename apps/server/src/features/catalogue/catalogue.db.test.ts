import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { getCatalogueEvent, listCatalogue, listTraits } from "./read-catalogue.ts";

let pipeline: TestPipeline;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const deps = () => ({ db: pipeline.database.db });
const viewer = () => testAccess(workspaceId, "viewer");
const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();
let made = 0;
const track = (event: string, hour: number, properties: object = {}) => ({
  type: "track",
  event,
  messageId: `m${++made}`,
  userId: "u1",
  timestamp: at(hour),
  properties,
});
const names = async (input: Partial<Parameters<typeof listCatalogue>[2]> = {}) =>
  (await listCatalogue(deps(), viewer(), { limit: 50, sort: "-count", ...input })).items.map((item) => item.name);

describe("the catalogue", () => {
  test("counts each event and each property exactly, with its types, its times and an example", async () => {
    await pipeline.process(workspaceId, [
      track("Bought", 2, { price: 5, note: "a gift", at: at(1), nothing: null }),
      track("Bought", 1, { price: "five", note: "none" }),
    ]);
    await pipeline.process(workspaceId, [
      track("Bought", 3, { price: 6, tags: ["x"], extra: { deep: 1 }, paid: true }),
      track("Bought", 3, { note: at(2) }),
    ]);
    const event = await getCatalogueEvent(deps(), viewer(), { kind: "track", name: "Bought" });
    expect(event).toMatchObject({ count: 4, firstSeen: at(1), lastSeen: at(3), propertyCount: 7, conflicts: 1 });
    await pipeline.process(workspaceId, [track("Agreeing", 1, { price: 5, at: at(1) })]);
    expect(await names({ conflict: "true" })).toEqual(["Bought"]);
    const property = (name: string) => event.properties.find((one) => one.name === name);
    expect(property("price")).toMatchObject({
      conflict: true,
      count: 3,
      types: [
        { type: "number", count: 2 },
        { type: "string", count: 1 },
      ],
      firstSeen: at(1),
      lastSeen: at(3),
      example: 5,
    });
    // A date is text in another dress, and nothing is no type of its own.
    expect(property("note")).toMatchObject({
      conflict: false,
      types: [
        { type: "string", count: 2 },
        { type: "date", count: 1 },
      ],
    });
    expect(property("nothing")).toMatchObject({ conflict: false, types: [{ type: "null", count: 1 }], example: null });
    expect([property("at"), property("tags"), property("extra"), property("paid")].map((one) => one?.types[0]?.type)).toEqual([
      "date",
      "array",
      "object",
      "boolean",
    ]);
  });

  test("keeps apart kinds of one name, and names what has none", async () => {
    await pipeline.process(workspaceId, [
      { type: "page", name: "Home", messageId: "p1", userId: "u1", timestamp: at(1) },
      track("Home", 1),
      { type: "page", messageId: "p2", userId: "u1", timestamp: at(1) },
    ]);
    expect((await listCatalogue(deps(), viewer(), { limit: 10, sort: "name" })).items.map((item) => `${item.kind} ${item.name}`)).toEqual([
      "page Home",
      "track Home",
      "page Page Viewed",
    ]);
    expect(await names({ kind: "track" })).toEqual(["Home"]);
  });

  test("lists traits of people and accounts, and keeps none of their values", async () => {
    await pipeline.process(workspaceId, [
      { type: "identify", messageId: "i1", userId: "u1", traits: { email: "secret@x.example", age: 7 }, timestamp: at(1) },
      { type: "group", messageId: "g1", userId: "u1", groupId: "acme", traits: { seats: 5 }, timestamp: at(1) },
    ]);
    const person = await listTraits(deps(), viewer(), { of: "person" });
    expect(person.items.map((item) => [item.name, item.types[0]?.type, item.example])).toEqual([
      ["age", "number", null],
      ["email", "string", null],
    ]);
    expect((await listTraits(deps(), viewer(), { of: "account" })).items.map((item) => item.name)).toEqual(["seats"]);
  });

  test("shortens long names and examples without breaking a character, and takes at most 200 properties of an event", async () => {
    const long = `${"n".repeat(198)}😀😀`;
    await pipeline.process(workspaceId, [
      track("Long", 1, { [long]: "😀".repeat(200) }),
      track("Many", 1, Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`p${n}`, n]))),
    ]);
    const { properties } = await getCatalogueEvent(deps(), viewer(), { kind: "track", name: "Long" });
    expect(properties[0]?.name).toBe(`${"n".repeat(198)}\ufffd…`);
    expect(String(properties[0]?.example).length).toBeLessThanOrEqual(101);
    expect(String(properties[0]?.example)).toBe(String(properties[0]?.example).toWellFormed());
    expect((await getCatalogueEvent(deps(), viewer(), { kind: "track", name: "Many" })).propertyCount).toBe(200);
  });

  test("is searched, sorted and paged", async () => {
    await pipeline.process(workspaceId, [
      ...Array.from({ length: 5 }, (_, n) => Array.from({ length: n + 1 }, () => track(`Event ${n}`, n))).flat(),
      track("100% Done", 9),
    ]);
    expect(await names({ search: "EVENT 3" })).toEqual(["Event 3"]);
    expect(await names({ search: "100%" })).toEqual(["100% Done"]);
    expect(await names({ conflict: "true" })).toEqual([]);
    expect(await names({ sort: "lastSeen" })).toEqual(["Event 0", "Event 1", "Event 2", "Event 3", "Event 4", "100% Done"]);
    const first = await listCatalogue(deps(), viewer(), { limit: 4, sort: "-count" });
    const second = await listCatalogue(deps(), viewer(), { limit: 4, sort: "-count", cursor: first.next as string });
    expect([...first.items, ...second.items].map((item) => item.count)).toEqual([5, 4, 3, 2, 1, 1]);
    expect(second.next).toBeNull();
  });

  test("is of one workspace, for those who may read data", async () => {
    await pipeline.process(workspaceId, [track("Bought", 1, { price: 5 })]);
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    expect(await listCatalogue(deps(), other, { limit: 5, sort: "-count" })).toEqual({ items: [], next: null });
    await expect(getCatalogueEvent(deps(), other, { kind: "track", name: "Bought" })).rejects.toMatchObject({ code: "not_found" });
    expect(await listTraits(deps(), other, { of: "person" })).toEqual({ items: [] });
    const key = testKeyAccess(workspaceId, ["people:read"]);
    await expect(listCatalogue(deps(), key, { limit: 5, sort: "-count" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getCatalogueEvent(deps(), key, { kind: "track", name: "Bought" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listTraits(deps(), key, { of: "person" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
