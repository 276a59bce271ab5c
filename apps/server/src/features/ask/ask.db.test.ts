import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createAskModel } from "./ask-model.ts";
import { createAskQuestion } from "./ask-question.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let otherId: string;
const now = () => Date.parse("2026-03-10T13:00:00Z");
const asking = (model: Parameters<typeof createAskQuestion>[0]["model"] = null) =>
  createAskQuestion({ db: pipeline.database.db, clickhouse: pipeline.clickhouse, now, model });
const viewer = () => testAccess(workspaceId, "viewer");

beforeAll(async () => {
  pipeline = await createTestPipeline();
  workspaceId = await pipeline.database.createWorkspace();
  otherId = await pipeline.database.createWorkspace();
  const at = "2026-03-10T11:00:00.000Z";
  await pipeline.process(workspaceId, [
    { type: "track", event: "Report Exported", userId: "u1", messageId: "1", timestamp: at, properties: { format: "PDF", rows: 10 } },
    { type: "track", event: "Report Exported", userId: "u2", messageId: "2", timestamp: at, properties: { format: "CSV", rows: 12 } },
    { type: "page", name: "Report", userId: "u1", messageId: "4", timestamp: at, properties: { path: "/reports/1" } },
    { type: "track", event: "Release Deployed", userId: "u2", messageId: "3", timestamp: at, properties: { version: "7.1" } },
  ]);
  await pipeline.process(otherId, [
    { type: "track", event: "Secret Thing", userId: "x", messageId: "9", timestamp: at, properties: { format: "XML" } },
  ]);
});
afterAll(() => pipeline.close());

test("a question is read with the names, values and releases that the workspace has received", async () => {
  const { askQuestion } = asking();
  expect(await askQuestion(viewer(), "How many people exported a report as PDF yesterday?")).toMatchObject({
    understood: true,
    by: "grammar",
    readAs: [{ said: "exported a report", means: "Report Exported" }],
    query: {
      kind: "trends",
      series: [{ event: "Report Exported", measure: { kind: "people" } }],
      where: { property: "event.format", op: "eq", value: "PDF" },
    },
  });
  expect(await askQuestion(viewer(), "report exports since release 7.1")).toMatchObject({
    understood: true,
    query: { range: { to: expect.any(String) } },
  });
  expect(await askQuestion(viewer(), "average rows of reports exported")).toMatchObject({
    query: { series: [{ measure: { kind: "avg", property: "event.rows" } }] },
  });
});

test("what was read ahead is not read again by the first question", async () => {
  let reads = 0;
  const clickhouse = new Proxy(pipeline.clickhouse, {
    get: (target, key, receiver) => {
      if (key === "query") reads++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  const { askQuestion, readAhead } = createAskQuestion({ db: pipeline.database.db, clickhouse, now, model: null });
  await readAhead();
  const before = reads;
  expect(before).toBeGreaterThan(0);
  for (const access of [viewer(), testAccess(otherId, "viewer")])
    expect(await askQuestion(access, "how many people were active yesterday?")).toMatchObject({ understood: true });
  expect(reads).toBe(before);
});

test("views of pages are asked about together, whatever the pages are called", async () => {
  const { askQuestion } = asking();
  expect(await askQuestion(viewer(), "page views yesterday")).toMatchObject({
    understood: true,
    query: { series: [{ event: null, where: { property: "event.$kind", op: "eq", value: "page" } }] },
  });
  expect(await askQuestion(viewer(), "how many reports last week")).toMatchObject({ query: { series: [{ event: "Report Exported" }] } });
});

test("what only another workspace has is not understood", async () => {
  const { askQuestion } = asking();
  expect(await askQuestion(viewer(), "How many secret things?")).toMatchObject({ understood: false, words: ["secret", "things"] });
  expect(await askQuestion(testAccess(otherId, "viewer"), "How many secret things?")).toMatchObject({ understood: true });
});

test("who may not see insights may not ask", async () => {
  const { askQuestion, exampleQuestions } = asking();
  await expect(askQuestion(testKeyAccess(workspaceId, ["people:read"]), "reports exported")).rejects.toMatchObject({ code: "forbidden" });
  await expect(exampleQuestions(testKeyAccess(workspaceId, ["people:read"]))).rejects.toMatchObject({ code: "forbidden" });
});

test("the examples that are offered are understood", async () => {
  const { askQuestion, exampleQuestions } = asking();
  const { items } = await exampleQuestions(viewer());
  expect(items.length).toBeGreaterThan(1);
  for (const item of items) expect(await askQuestion(viewer(), item)).toMatchObject({ understood: true });
});

/** An OpenAI-compatible endpoint that answers as told and keeps what it was sent. */
async function startModel(answer: (body: string) => { status?: number; text: string }) {
  const seen: string[] = [];
  const server: Server = createServer(async (request, reply) => {
    const body = (await request.toArray()).join("");
    seen.push(body);
    const { status = 200, text } = answer(body);
    reply.writeHead(status, { "content-type": "application/json" });
    reply.end(
      JSON.stringify({
        id: "1",
        object: "chat.completion",
        created: 1,
        model: "test",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: text } }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const errors: unknown[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model = createAskModel({ url, model: "test", apiKey: "key of the test" }, (error) => errors.push(error));
  return { model, seen, errors, close: () => new Promise((resolve) => server.close(resolve)) };
}

const hard = "Is anybody still into PDF these days?";
const query = { kind: "trends", range: { last: { value: 30, unit: "day" } }, series: [{ event: "Report Exported" }] };

test("what the grammar declines is put to the model, which sees names and never values or people", async () => {
  const { model, seen, close } = await startModel(() => ({ text: `Here you are: ${JSON.stringify({ query })}` }));
  expect(await asking(model).askQuestion(viewer(), hard)).toMatchObject({
    understood: true,
    by: "model",
    query: { kind: "trends", interval: "day", series: [{ event: "Report Exported", measure: { kind: "total" } }] },
  });
  await asking(model).askQuestion(viewer(), "reports exported last week");
  expect(seen).toHaveLength(1);
  expect(seen[0]).toContain("Report Exported");
  expect(seen[0]).not.toMatch(/CSV|u1|Secret Thing/);
  await close();
});

test("a model's answer that is no valid query, names what does not exist, or does not come is no answer", async () => {
  const answers = [
    "I think so!",
    JSON.stringify({ query: { ...query, series: [{ event: "Report Sung" }] } }),
    JSON.stringify({ query: { ...query, where: { property: "event.mood", op: "eq", value: "good" } } }),
    JSON.stringify({ query: { kind: "sql", text: "DROP TABLE interaction" } }),
    JSON.stringify({ declined: "no" }),
  ];
  for (const text of answers) {
    const { model, close } = await startModel(() => ({ text }));
    expect(await asking(model).askQuestion(viewer(), hard)).toMatchObject({ understood: false });
    await close();
  }
  const broken = await startModel(() => ({ status: 400, text: "" }));
  expect(await asking(broken.model).askQuestion(viewer(), hard)).toMatchObject({ understood: false });
  expect(broken.errors).toHaveLength(1);
  await broken.close();
});
