import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([one.close(), other.close()]));

test("a test database is migrated, and nothing that happens in one shows in another", async () => {
  const id = await one.createWorkspace();
  expect(await one.db.selectFrom("workspace").select("id").execute()).toEqual([{ id }]);
  expect(await other.db.selectFrom("workspace").select("id").execute()).toEqual([]);
});
