import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { journeyTemplates } from "@throughline/domain";
import { testAccess } from "../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { lettersJourney } from "./instances.fixture.ts";
import { createJourney, deleteJourney, getJourney, listJourneys, listTemplates, setSeam, updateJourney } from "./manage-journeys.ts";
import { readSeamOwners } from "./journeys.store.ts";

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
const editor = () => testAccess(workspaceId, "editor");

describe("journeys", () => {
  test("are kept as they were defined, changed as a whole, and gone when deleted", async () => {
    const created = await createJourney(deps(), editor(), lettersJourney);
    expect(created).toMatchObject({ ...lettersJourney, updatedBy: "Ada" });
    const changed = await updateJourney(deps(), editor(), { ...lettersJourney, name: "Signs", updatedAt: created.updatedAt });
    expect(changed.name).toBe("Signs");
    expect(Date.parse(changed.updatedAt)).toBeGreaterThan(Date.parse(created.updatedAt));
    expect((await listJourneys(deps(), editor())).items.map((one) => one.name)).toEqual(["Signs"]);
    await deleteJourney(deps(), editor(), { key: "letters" });
    await expect(getJourney(deps(), editor(), { key: "letters" })).rejects.toMatchObject({ code: "not_found" });
    const audit = await database.db
      .selectFrom("audit_entry")
      .select(["action", "details"])
      .where("workspace_id", "=", workspaceId)
      .orderBy("id")
      .execute();
    expect(audit.map((entry) => entry.action)).toEqual(["journeys.create", "journeys.update", "journeys.delete"]);
    expect(audit[1]?.details).toEqual({ name: "Signs", before: { name: lettersJourney.name }, after: { name: "Signs" } });
  });

  test("are not changed by somebody who edited an older version, nor created twice", async () => {
    const created = await createJourney(deps(), editor(), lettersJourney);
    await updateJourney(deps(), editor(), { ...lettersJourney, name: "Signs", updatedAt: created.updatedAt });
    await expect(updateJourney(deps(), editor(), { ...lettersJourney, updatedAt: created.updatedAt })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(createJourney(deps(), editor(), lettersJourney)).rejects.toMatchObject({ code: "conflict", issues: [{ field: "key" }] });
    expect((await getJourney(deps(), editor(), { key: "letters" })).name).toBe("Signs");
  });

  test("have no key that is the address of another page", async () => {
    await expect(createJourney(deps(), editor(), { ...lettersJourney, key: "overview" })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "key" }],
    });
  });

  test("name every field that cannot be used", async () => {
    const [one] = lettersJourney.stages;
    const person = { property: "person.plan", op: "exists" } as const;
    let deep: object = person;
    for (let depth = 0; depth < 12; depth++) deep = { not: deep };
    const wrong = {
      ...lettersJourney,
      stages: [one!, one!],
      window: { value: 200, unit: "week" as const },
      targets: { completion: 60 },
      goal: [{ event: "goal", where: deep as never }],
    };
    const fields = ["stages[1].key", expect.stringMatching(/^goal\[0\]\.where/), "window", "targets.completion"];
    await expect(createJourney(deps(), editor(), wrong)).rejects.toMatchObject({
      code: "invalid_input",
      issues: fields.map((field) => ({ field })),
    });
  });

  test("have templates that can be used as they are, with what the workspace never received", async () => {
    const { items } = await listTemplates(deps(), editor());
    expect(items.map((item) => item.key)).toEqual(["onboarding", "complaint-resolution", "renewal", "purchase"]);
    expect(items[0]?.missing).toContain("Signed Up");
    for (const template of journeyTemplates) await createJourney(deps(), editor(), template);
    expect((await listJourneys(deps(), editor())).items).toHaveLength(4);
  });

  test("know who answers for a hand-off", async () => {
    await createJourney(deps(), editor(), lettersJourney);
    const seam = { seam: "actor:bot>human", owner: "Support", note: "" };
    await setSeam(deps(), editor(), { key: "letters", ...seam });
    await setSeam(deps(), editor(), { key: "letters", ...seam, owner: "Ops" });
    expect(await readSeamOwners(database.db, workspaceId, "letters")).toEqual([{ ...seam, owner: "Ops" }]);
    await expect(setSeam(deps(), editor(), { key: "letters", ...seam, seam: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("are of one workspace", async () => {
    await createJourney(deps(), editor(), lettersJourney);
    const other = testAccess(await database.createWorkspace(), "owner");
    const notFound = { code: "not_found" };
    expect((await listJourneys(deps(), other)).items).toEqual([]);
    await expect(getJourney(deps(), other, { key: "letters" })).rejects.toMatchObject(notFound);
    await expect(updateJourney(deps(), other, lettersJourney)).rejects.toMatchObject(notFound);
    await expect(deleteJourney(deps(), other, { key: "letters" })).rejects.toMatchObject(notFound);
    await expect(setSeam(deps(), other, { key: "letters", seam: "actor:bot>human", owner: "X", note: "" })).rejects.toMatchObject(notFound);
  });

  test("are not written by a viewer", async () => {
    const viewer = testAccess(workspaceId, "viewer");
    const forbidden = { code: "forbidden" };
    await expect(createJourney(deps(), viewer, lettersJourney)).rejects.toMatchObject(forbidden);
    await createJourney(deps(), editor(), lettersJourney);
    await expect(updateJourney(deps(), viewer, lettersJourney)).rejects.toMatchObject(forbidden);
    await expect(deleteJourney(deps(), viewer, { key: "letters" })).rejects.toMatchObject(forbidden);
    await expect(setSeam(deps(), viewer, { key: "letters", seam: "actor:bot>human", owner: "X", note: "" })).rejects.toMatchObject(
      forbidden,
    );
    expect(await getJourney(deps(), viewer, { key: "letters" })).toMatchObject({ key: "letters" });
  });
});
