import { createHmac } from "node:crypto";
import { querySchema, type Answer, type Query } from "@throughline/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { OutboundRefused, type OutboundAnswer, type OutboundRequest } from "../../platform/http/outbound.ts";
import type { EnqueueOptions } from "../../platform/jobs/run-jobs.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import type { Evaluation } from "./alerts-deps.ts";
import { createAlert } from "./create-alert.ts";
import { deleteAlert } from "./delete-alert.ts";
import { deliverAlert } from "./deliver-alert.ts";
import { evaluateAlert, planEvaluations } from "./evaluate-alert.ts";
import { getAlert } from "./get-alert.ts";
import { listAlertEvents } from "./list-alert-events.ts";
import { listAlerts } from "./list-alerts.ts";
import { previewAlert } from "./preview-alert.ts";
import { updateAlert } from "./update-alert.ts";

let database: TestDatabase;
let workspaceId: string;
let now: number;
let found: () => number;
let jobs: { name: string; payload: unknown; options: EnqueueOptions }[];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  workspaceId = await database.createWorkspace();
  now = Date.parse("2026-03-10T12:03:00Z");
  found = () => 5;
  jobs = [];
});

const deps = () => ({
  db: database.db,
  now: () => now,
  runQuery: async (_access: unknown, query: Query) => {
    const points = [3, found(), 1].map((value, index) => ({ at: `2026-03-0${8 + index}T00:00:00+00:00`, value }));
    return { kind: query.kind, series: [{ label: "A", series: 0, points }] } as unknown as Answer;
  },
  enqueue: async (name: string, payload: unknown, options: EnqueueOptions) => void jobs.push({ name, payload, options }),
});
const analyst = () => testAccess(workspaceId, "analyst");
const query = querySchema.parse({ kind: "trends", range: { last: { value: 7, unit: "day" } }, series: [{ event: "Ticket Opened" }] });
const alert = {
  name: "Many tickets",
  description: "",
  query,
  watch: { kind: "trends" as const, series: 0, interval: "last" as const },
  condition: { kind: "threshold" as const, direction: "above" as const, value: 10 },
  schedule: { everyMinutes: 5 as const },
  deliverTo: { emails: ["ada@example.com"], webhook: "https://hooks.example.com/in" },
  enabled: true,
};
const created = () => createAlert(deps(), analyst(), alert);
/** Evaluates at the due time, which has come. */
async function evaluate(id: string): Promise<Evaluation> {
  const { dueAt } = await getAlert(deps(), analyst(), { id });
  const evaluation = { workspaceId, alertId: id, dueAt: dueAt as string };
  now = Date.parse(evaluation.dueAt) + 1_000;
  await evaluateAlert(deps(), evaluation);
  return evaluation;
}
const events = async (id: string) => (await listAlertEvents(deps(), analyst(), { alert: id, limit: 50 })).items;
const deliveriesToDo = () =>
  jobs.filter(({ name }) => name === "deliver_alert").map(({ payload }) => payload as { workspaceId: string; deliveryId: string });

describe("an alert", () => {
  test("is kept as it was made, and looked at at once", async () => {
    const one = await created();
    expect(one).toMatchObject({ ...alert, state: "waiting", dueAt: "2026-03-10T12:03:00.000Z", owner: "Ada", value: null });
    expect(jobs).toMatchObject([
      {
        name: "evaluate_alert",
        payload: { workspaceId, alertId: one.id, dueAt: one.dueAt },
        options: { key: `evaluate_alert ${one.id}`, runAt: new Date(one.dueAt as string) },
      },
    ]);
    jobs = [];
    await planEvaluations(deps());
    expect(jobs.filter(({ payload }) => (payload as Evaluation).alertId === one.id)).toHaveLength(1);
  });

  test("begins to fire and ceases to, and each change is recorded once with value and n", async () => {
    const { id } = await created();
    await evaluate(id);
    expect(await getAlert(deps(), analyst(), { id })).toMatchObject({ state: "ok", value: 5, dueAt: "2026-03-10T12:05:00.000Z" });
    expect(await events(id)).toEqual([]);
    found = () => 12;
    await evaluate(id);
    await evaluate(id);
    expect(await getAlert(deps(), analyst(), { id })).toMatchObject({
      state: "firing",
      stateSince: "2026-03-10T12:05:01.000Z",
      value: 12,
      n: 12,
      reference: 10,
    });
    found = () => 4;
    await evaluate(id);
    expect(await events(id)).toMatchObject([
      { from: "firing", to: "ok", value: 4, n: 4 },
      {
        from: "ok",
        to: "firing",
        value: 12,
        n: 12,
        reference: 10,
        alertName: "Many tickets",
        reason: "12 in the day of 2026-03-09: above 10.",
      },
    ]);
    expect(deliveriesToDo()).toHaveLength(4);
  });

  test("is evaluated once for a due time, however often and by how many it is tried", async () => {
    const { id } = await created();
    found = () => 12;
    const evaluation = await evaluate(id);
    await evaluateAlert(deps(), evaluation);
    expect(await events(id)).toHaveLength(1);
    now += 300_000;
    found = () => 4;
    const { dueAt } = await getAlert(deps(), analyst(), { id });
    await Promise.all(Array.from({ length: 4 }, () => evaluateAlert(deps(), { workspaceId, alertId: id, dueAt: dueAt as string })));
    expect(await events(id)).toHaveLength(2);
    expect(deliveriesToDo()).toHaveLength(4);
  });

  test("makes nothing up for due times at which nobody looked", async () => {
    const { id } = await created();
    const { dueAt } = await getAlert(deps(), analyst(), { id });
    now += 3 * 3_600_000;
    await evaluateAlert(deps(), { workspaceId, alertId: id, dueAt: dueAt as string });
    expect(await getAlert(deps(), analyst(), { id })).toMatchObject({ dueAt: "2026-03-10T15:05:00.000Z" });
  });

  test("fails, and says why, when its query cannot be answered; is tried again when the store is away", async () => {
    const { id } = await created();
    const { ProductError } = await import("@throughline/contract");
    found = () => {
      throw new ProductError("invalid_input", "There is no segment vip.");
    };
    await evaluate(id);
    expect(await getAlert(deps(), analyst(), { id })).toMatchObject({ state: "failing", reason: "There is no segment vip." });
    expect(await events(id)).toMatchObject([{ from: "waiting", to: "failing" }]);
    found = () => {
      throw new Error("connection refused");
    };
    await expect(evaluate(id)).rejects.toThrow("connection refused");
  });

  test("that is off or changed is not evaluated as it was; a change begins anew and keeps the history", async () => {
    const one = await created();
    found = () => 12;
    await evaluate(one.id);
    const before = await getAlert(deps(), analyst(), one);
    const off = await updateAlert(deps(), analyst(), { ...alert, id: one.id, enabled: false, updatedAt: before.updatedAt });
    expect(off).toMatchObject({ enabled: false, state: "waiting", dueAt: null });
    await evaluateAlert(deps(), { workspaceId, alertId: one.id, dueAt: before.dueAt as string });
    expect(await getAlert(deps(), analyst(), one)).toMatchObject({ state: "waiting" });
    expect(await events(one.id)).toHaveLength(1);
    await expect(updateAlert(deps(), analyst(), { ...alert, id: one.id, updatedAt: before.updatedAt })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("can be tried before it is kept", async () => {
    expect(
      await previewAlert(deps(), analyst(), { ...alert, condition: { kind: "change", direction: "up", by: "percent", value: 50 } }),
    ).toMatchObject({
      state: "firing",
      value: 5,
      reference: 3,
      high: 4.5,
    });
    expect((await listAlerts(deps(), analyst())).items).toEqual([]);
  });

  test.each([
    [{ watch: { kind: "funnel" as const } }, "watch.kind"],
    [{ watch: { ...alert.watch, series: 1 } }, "watch.series"],
    [{ query: querySchema.parse({ kind: "paths", range: query.range }) }, "query.kind"],
    [
      {
        query: querySchema.parse({ ...query, interval: "week" }),
        condition: { kind: "anomaly" as const, direction: "up" as const, falseAlarmRate: 0.01 as const },
      },
      "condition.kind",
    ],
  ])("that could never be evaluated is refused: %o", async (part, field) => {
    await expect(createAlert(deps(), analyst(), { ...alert, ...part })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field }],
    });
  });
});

describe("a message about a change", () => {
  type Call = { url: string; request: OutboundRequest };
  const calls: Call[] = [];
  const mails: { to: string; subject: string; text: string }[] = [];
  const deliver = (part: { answer?: Partial<OutboundAnswer>; refuse?: boolean; mail?: boolean } = {}) => ({
    ...deps(),
    publicUrl: "https://cx.example.com",
    mailer: { enabled: part.mail ?? true, send: async (mail: (typeof mails)[number]) => mails.push(mail) > 0 },
    outbound: async (url: string, request: OutboundRequest = {}) => {
      if (part.refuse) throw new OutboundRefused("hooks.example.com is 127.0.0.1, which is not on the public internet.");
      calls.push({ url, request });
      return { status: 200, headers: {}, body: "", ...part.answer };
    },
  });
  async function firing(): Promise<string> {
    const { id } = await created();
    found = () => 12;
    await evaluate(id);
    return id;
  }
  const states = async (id: string) =>
    Object.fromEntries(
      (await events(id)).flatMap(({ deliveries }) =>
        deliveries.map(({ channel, state, attempts, error }) => [channel, { state, attempts, error }]),
      ),
    );

  test("goes to every address once, signed for the webhook", async () => {
    const id = await firing();
    for (const job of [...deliveriesToDo(), ...deliveriesToDo()]) await deliverAlert(deliver(), job);
    expect(mails.at(-1)).toMatchObject({ to: "ada@example.com", subject: "Many tickets fires" });
    expect(mails.at(-1)?.text).toContain(`https://cx.example.com/insights/alerts?alert=${id}`);
    expect([calls.length, mails.length]).toEqual([1, 1]);
    const { url, request } = calls[0] as Call;
    expect(url).toBe(alert.deliverTo.webhook);
    expect(JSON.parse(request.body ?? "")).toMatchObject({
      type: "alert.firing",
      data: { alert: { id, name: "Many tickets" }, from: "waiting", to: "firing", value: 12, n: 12 },
    });
    const { webhookSecret } = await getAlert(deps(), analyst(), { id });
    const headers = request.headers as Record<string, string>;
    const signature = createHmac("sha256", Buffer.from((webhookSecret as string).slice(6), "base64"))
      .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${request.body}`)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
    expect(await states(id)).toEqual({
      email: { state: "sent", attempts: 1, error: null },
      webhook: { state: "sent", attempts: 1, error: null },
    });
  });

  test("is tried again when the webhook fails, and given up in the end", async () => {
    const id = await firing();
    const [, hook] = deliveriesToDo();
    for (let attempt = 1; attempt <= 10; attempt++)
      await expect(deliverAlert(deliver({ answer: { status: 503 } }), hook as never)).rejects.toThrow("It answered 503.");
    expect(await states(id)).toMatchObject({ webhook: { state: "waiting", attempts: 10, error: "It answered 503." } });
    await deliverAlert(deliver({ answer: { status: 503 } }), hook as never);
    expect(await states(id)).toMatchObject({ webhook: { state: "failed", attempts: 11 } });
  });

  test("is not tried again where that is of no use", async () => {
    const id = await firing();
    const [mail, hook] = deliveriesToDo();
    await deliverAlert(deliver({ refuse: true }), hook as never);
    await deliverAlert(deliver({ mail: false }), mail as never);
    expect(await states(id)).toMatchObject({
      webhook: { state: "failed", error: expect.stringContaining("not on the public internet") },
      email: { state: "failed", error: expect.stringContaining("SMTP_URL") },
    });
  });
});

test("changes of state come in pages, the latest first", async () => {
  const { id } = await created();
  for (let round = 0; round < 5; round++) {
    found = () => (round % 2 === 0 ? 12 : 4);
    await evaluate(id);
  }
  const first = await listAlertEvents(deps(), analyst(), { limit: 3 });
  const second = await listAlertEvents(deps(), analyst(), { limit: 3, cursor: first.next as string });
  expect([...first.items, ...second.items].map(({ to }) => to)).toEqual(["firing", "ok", "firing", "ok", "firing"]);
  expect(second.next).toBeNull();
});

test("another workspace cannot read or change them", async () => {
  const one = await created();
  found = () => 12;
  await evaluate(one.id);
  const other = testAccess(await database.createWorkspace(), "owner");
  const notFound = { code: "not_found" };
  expect(await listAlerts(deps(), other)).toEqual({ items: [] });
  expect((await listAlertEvents(deps(), other, { limit: 10 })).items).toEqual([]);
  expect((await listAlertEvents(deps(), other, { alert: one.id, limit: 10 })).items).toEqual([]);
  await expect(getAlert(deps(), other, one)).rejects.toMatchObject(notFound);
  await expect(updateAlert(deps(), other, { ...alert, id: one.id })).rejects.toMatchObject(notFound);
  await expect(deleteAlert(deps(), other, one)).rejects.toMatchObject(notFound);
});

test("a viewer reads them without the secret, and cannot write", async () => {
  const one = await created();
  expect(one.webhookSecret).toMatch(/^whsec_/);
  const viewer = testAccess(workspaceId, "viewer");
  const forbidden = { code: "forbidden" };
  expect((await getAlert(deps(), viewer, one)).webhookSecret).toBeNull();
  expect((await listAlerts(deps(), viewer)).items).toMatchObject([{ id: one.id, webhookSecret: null }]);
  await expect(createAlert(deps(), viewer, alert)).rejects.toMatchObject(forbidden);
  await expect(updateAlert(deps(), viewer, { ...alert, id: one.id })).rejects.toMatchObject(forbidden);
  await expect(deleteAlert(deps(), viewer, one)).rejects.toMatchObject(forbidden);
  await deleteAlert(deps(), analyst(), one);
  await expect(getAlert(deps(), viewer, one)).rejects.toMatchObject({ code: "not_found" });
});
