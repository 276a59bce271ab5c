import { querySchema, type Tile } from "@throughline/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { addTile } from "./add-tile.ts";
import { createDashboard } from "./create-dashboard.ts";
import { createSavedQuery } from "./create-saved-query.ts";
import { deleteDashboard } from "./delete-dashboard.ts";
import { deleteSavedQuery } from "./delete-saved-query.ts";
import { ensureSampleDashboards } from "./ensure-sample-dashboards.ts";
import { getDashboard } from "./get-dashboard.ts";
import { getSavedQuery } from "./get-saved-query.ts";
import { listDashboards } from "./list-dashboards.ts";
import { listSavedQueries } from "./list-saved-queries.ts";
import { updateDashboard } from "./update-dashboard.ts";
import { updateSavedQuery } from "./update-saved-query.ts";

let database: TestDatabase;
let workspaceId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  workspaceId = await database.createWorkspace();
});
const deps = () => ({ db: database.db });
const analyst = () => testAccess(workspaceId, "analyst");
const query = querySchema.parse({ kind: "trends", range: { last: { value: 7, unit: "day" } }, series: [{ event: "Ticket Opened" }] });
const saved = { name: "Tickets", description: "", query };
const text: Tile = { id: "a", x: 0, y: 0, w: 4, h: 2, kind: "text", text: "# Hello" };
const dashboard = { name: "Support", description: "", tiles: [text], filters: {} };
const conflict = { code: "conflict" };
const actions = async () =>
  (await database.db.selectFrom("audit_entry").select("action").where("workspace_id", "=", workspaceId).orderBy("id").execute()).map(
    (entry) => entry.action,
  );
const detailsOf = async (action: string) =>
  (
    await database.db
      .selectFrom("audit_entry")
      .select("details")
      .where("workspace_id", "=", workspaceId)
      .where("action", "=", action)
      .executeTakeFirstOrThrow()
  ).details;

describe("saved queries", () => {
  test("are kept with their owner, changed and deleted", async () => {
    const created = await createSavedQuery(deps(), analyst(), saved);
    expect(created).toMatchObject({ ...saved, owner: "Ada" });
    const changed = await updateSavedQuery(deps(), analyst(), {
      ...saved,
      id: created.id,
      name: "All tickets",
      updatedAt: created.updatedAt,
    });
    expect(changed.name).toBe("All tickets");
    await expect(updateSavedQuery(deps(), analyst(), { ...saved, id: created.id, updatedAt: created.updatedAt })).rejects.toMatchObject(
      conflict,
    );
    expect((await listSavedQueries(deps(), analyst())).items.map(({ name }) => name)).toEqual(["All tickets"]);
    await deleteSavedQuery(deps(), analyst(), created);
    await expect(getSavedQuery(deps(), analyst(), created)).rejects.toMatchObject({ code: "not_found" });
    expect(await actions()).toEqual(["saved_queries.create", "saved_queries.update", "saved_queries.delete"]);
    expect(await detailsOf("saved_queries.update")).toEqual({
      name: "All tickets",
      before: { name: "Tickets" },
      after: { name: "All tickets" },
    });
  });

  test("stay while a dashboard shows them, which then shows their newest version", async () => {
    const created = await createSavedQuery(deps(), analyst(), saved);
    const tile: Tile = { id: "b", x: 4, y: 0, w: 4, h: 2, kind: "saved", savedQuery: created.id };
    const shown = await createDashboard(deps(), analyst(), { ...dashboard, tiles: [text, tile] });
    await updateSavedQuery(deps(), analyst(), { ...saved, id: created.id, name: "Renamed" });
    expect((await getDashboard(deps(), analyst(), shown)).savedQueries).toMatchObject([{ id: created.id, name: "Renamed" }]);
    await expect(deleteSavedQuery(deps(), analyst(), created)).rejects.toThrow(/shown on Support/);
    await updateDashboard(deps(), analyst(), { ...dashboard, id: shown.id });
    await expect(deleteSavedQuery(deps(), analyst(), created)).resolves.toEqual({ deleted: true });
  });
});

describe("dashboards", () => {
  test("are kept as they were made, changed as a whole, and gone when deleted", async () => {
    const created = await createDashboard(deps(), analyst(), dashboard);
    expect(created).toMatchObject({ ...dashboard, owner: "Ada", updatedBy: "Ada", savedQueries: [] });
    const filters = {
      where: { property: "person.plan", op: "eq" as const, value: "pro" },
      range: { last: { value: 1, unit: "day" as const } },
    };
    const changed = await updateDashboard(deps(), analyst(), { ...dashboard, id: created.id, filters, updatedAt: created.updatedAt });
    expect(changed.filters).toEqual(filters);
    expect((await listDashboards(deps(), analyst())).items).toMatchObject([{ id: created.id, tiles: 1 }]);
    await deleteDashboard(deps(), analyst(), created);
    await expect(getDashboard(deps(), analyst(), created)).rejects.toMatchObject({ code: "not_found" });
    expect(await actions()).toEqual(["dashboards.create", "dashboards.update", "dashboards.delete"]);
    expect(await detailsOf("dashboards.update")).toEqual({ name: "Support", before: { filters: {} }, after: { filters } });
  });

  test("are not changed by somebody who saw an older version", async () => {
    const created = await createDashboard(deps(), analyst(), dashboard);
    await updateDashboard(deps(), analyst(), { ...dashboard, id: created.id, name: "Help", updatedAt: created.updatedAt });
    await expect(updateDashboard(deps(), analyst(), { ...dashboard, id: created.id, updatedAt: created.updatedAt })).rejects.toMatchObject(
      conflict,
    );
    expect((await getDashboard(deps(), analyst(), created)).name).toBe("Help");
  });

  test("take a query below what is there", async () => {
    const created = await createDashboard(deps(), analyst(), dashboard);
    const { tiles } = await addTile(deps(), analyst(), { id: created.id, title: "Tickets", query });
    expect(tiles[1]).toMatchObject({ kind: "query", title: "Tickets", query, x: 0, y: 2 });
  });

  test("name every tile that cannot be kept", async () => {
    const foreign = await createSavedQuery(deps(), testAccess(await database.createWorkspace(), "owner"), saved);
    const tiles: Tile[] = [text, { ...text, x: 10 }, { id: "c", x: 0, y: 3, w: 1, h: 1, kind: "saved", savedQuery: foreign.id }];
    await expect(createDashboard(deps(), analyst(), { ...dashboard, tiles })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "tiles[1].w" }, { field: "tiles[1].id" }, { field: "tiles[2].savedQuery" }],
    });
  });
});

describe("the sample company's dashboards", () => {
  const markAsSample = () => sql`UPDATE workspace SET is_sample = true WHERE id = ${workspaceId}`.execute(database.db);
  const names = async () => (await listDashboards(deps(), analyst())).items.map(({ name }) => name);

  test("are there after a start, once, and do not come back when deleted", async () => {
    await markAsSample();
    await ensureSampleDashboards(database.db);
    await ensureSampleDashboards(database.db);
    expect(await names()).toEqual(["Commercial", "Product", "Support"]);
    for (const { id } of (await listDashboards(deps(), analyst())).items) {
      expect((await getDashboard(deps(), analyst(), { id })).tiles.length).toBeGreaterThan(5);
      await deleteDashboard(deps(), analyst(), { id });
    }
    await ensureSampleDashboards(database.db);
    expect(await names()).toEqual([]);
  });

  test("come neither to a workspace of one's own nor to one that has dashboards", async () => {
    await ensureSampleDashboards(database.db);
    expect(await names()).toEqual([]);
    await createDashboard(deps(), analyst(), dashboard);
    await markAsSample();
    await ensureSampleDashboards(database.db);
    expect(await names()).toEqual(["Support"]);
  });
});

test("another workspace cannot read or change them", async () => {
  const [one, shown] = [await createSavedQuery(deps(), analyst(), saved), await createDashboard(deps(), analyst(), dashboard)];
  const other = testAccess(await database.createWorkspace(), "owner");
  const notFound = { code: "not_found" };
  expect(await listSavedQueries(deps(), other)).toEqual({ items: [] });
  expect(await listDashboards(deps(), other)).toEqual({ items: [] });
  await expect(getSavedQuery(deps(), other, one)).rejects.toMatchObject(notFound);
  await expect(updateSavedQuery(deps(), other, { ...saved, id: one.id })).rejects.toMatchObject(notFound);
  await expect(deleteSavedQuery(deps(), other, one)).rejects.toMatchObject(notFound);
  await expect(getDashboard(deps(), other, shown)).rejects.toMatchObject(notFound);
  await expect(updateDashboard(deps(), other, { ...dashboard, id: shown.id })).rejects.toMatchObject(notFound);
  await expect(addTile(deps(), other, { id: shown.id, title: "X", query })).rejects.toMatchObject(notFound);
  await expect(deleteDashboard(deps(), other, shown)).rejects.toMatchObject(notFound);
});

test("a viewer reads them and cannot write", async () => {
  const [one, shown] = [await createSavedQuery(deps(), analyst(), saved), await createDashboard(deps(), analyst(), dashboard)];
  const viewer = testAccess(workspaceId, "viewer");
  const forbidden = { code: "forbidden" };
  await expect(createSavedQuery(deps(), viewer, saved)).rejects.toMatchObject(forbidden);
  await expect(updateSavedQuery(deps(), viewer, { ...saved, id: one.id })).rejects.toMatchObject(forbidden);
  await expect(deleteSavedQuery(deps(), viewer, one)).rejects.toMatchObject(forbidden);
  await expect(createDashboard(deps(), viewer, dashboard)).rejects.toMatchObject(forbidden);
  await expect(updateDashboard(deps(), viewer, { ...dashboard, id: shown.id })).rejects.toMatchObject(forbidden);
  await expect(addTile(deps(), viewer, { id: shown.id, title: "X", query })).rejects.toMatchObject(forbidden);
  await expect(deleteDashboard(deps(), viewer, shown)).rejects.toMatchObject(forbidden);
  expect(await getSavedQuery(deps(), viewer, one)).toMatchObject(saved);
  expect(await getDashboard(deps(), viewer, shown)).toMatchObject(dashboard);
});
