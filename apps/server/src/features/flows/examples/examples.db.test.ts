import { journeyTemplates } from "@throughline/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../../testing/test-pipeline.ts";
import { createMjmlCompiler } from "../../messages/index.ts";
import { createFlow } from "../manage-flows.ts";
import { validateFlow } from "../validate-flow.ts";
import { listExamples, makeExampleTemplates } from "./index.ts";
import { readyFlows } from "./ready-flows.ts";

let pipeline: TestPipeline;
let workspaceId: string;
// A busy machine takes longer than people would wait for.
const mjml = createMjmlCompiler({ timeoutMs: 120_000 });
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(async () => {
  await mjml.close();
  await pipeline.close();
});
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const deps = () => ({
  db: pipeline.database.db,
  clickhouse: pipeline.clickhouse,
  now: () => Date.parse("2026-03-11T10:00:00Z"),
  compileMjml: mjml.compile,
});
const editor = () => testAccess(workspaceId, "editor");

async function knowEverything(): Promise<void> {
  const timestamp = "2026-03-10T09:00:00Z";
  const events = [...new Set(readyFlows.flatMap(({ needs }) => needs.events))];
  await pipeline.process(workspaceId, [
    { type: "identify", messageId: "i", userId: "ada", traits: { role: "admin", email: "ada@x.example" }, timestamp },
    {
      type: "group",
      messageId: "g",
      userId: "ada",
      groupId: "acme",
      traits: { tier: "growth", renewalAt: "2026-06-01", usagePercent: 80 },
      timestamp,
    },
    ...events.map((event, index) => ({ type: "track", messageId: `e${index}`, userId: "ada", event, timestamp })),
  ]);
  for (const journey of journeyTemplates)
    await pipeline.database.db
      .insertInto("journey")
      .values({ workspace_id: workspaceId, key: journey.key, definition: JSON.stringify(journey) })
      .execute();
}

test("a workspace that has received nothing is told what each lacks", async () => {
  const { items } = await listExamples(deps(), testAccess(workspaceId, "viewer"));
  expect(items.map(({ fits }) => fits)).toEqual(Array.from({ length: 8 }, () => false));
  expect(items.find(({ key }) => key === "stalled-at-verification")?.missing).toEqual([
    "the event Domain Verification Failed",
    "the event Domain Verification Completed",
    "the stage verify-domain of a journey onboarding",
  ]);
});

test("where everything is there they fit; what another workspace has does not count", async () => {
  await knowEverything();
  const { items } = await listExamples(deps(), editor());
  expect(items.filter(({ fits }) => !fits)).toEqual([]);
  const other = testAccess(await pipeline.database.createWorkspace(), "owner");
  expect((await listExamples(deps(), other)).items.filter(({ fits }) => fits)).toEqual([]);
});

describe("the templates of a ready flow", () => {
  test("are made and published once; what is there stays", async () => {
    expect(await makeExampleTemplates(deps(), editor(), "usage-limit-near")).toEqual(["limit-near", "limit-and-next-plan"]);
    expect(await makeExampleTemplates(deps(), editor(), "usage-limit-near")).toEqual([]);
    const { rows } = await pipeline.database.pool.query("SELECT key, version FROM message_template WHERE workspace_id = $1 ORDER BY key", [
      workspaceId,
    ]);
    expect(rows).toEqual([
      { key: "limit-and-next-plan", version: 1 },
      { key: "limit-near", version: 1 },
    ]);
  });
  test("are not made by a viewer", async () => {
    await expect(makeExampleTemplates(deps(), testAccess(workspaceId, "viewer"), "usage-limit-near")).rejects.toThrow("flows:write");
  });
});

test("every ready flow can be published as it is once its templates are made", async () => {
  await knowEverything();
  for (const { key, name } of readyFlows) {
    await createFlow(deps(), editor(), { name, key, description: "", example: key });
    await makeExampleTemplates(deps(), editor(), key);
    const { issues } = await validateFlow(deps(), editor(), { key });
    expect([key, issues.filter(({ severity }) => severity === "error")]).toEqual([key, []]);
  }
});
