import type { RenderedMessage } from "@throughline/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createOutbound } from "../../platform/http/outbound.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createKeys, createMessageSender } from "../messages/index.ts";
import { identified } from "../segments/live-segments.fixture.ts";
import { finishTask } from "../tasks/close-task.ts";
import { listTasks } from "../tasks/list-tasks.ts";
import { message, useFlowWorld } from "./flow-runs.fixture.ts";
import { messageOfRun } from "./preview-message.ts";
import { settleCall } from "./settle-call.ts";

const here = useFlowWorld();

const deps = () => ({
  db: here.world.db,
  now: here.world.now,
  keys: createKeys("a secret of the tests, long enough"),
  publicUrl: "https://cx.example.com",
  compileMjml: async () => ({ html: null, problems: [] }),
});
const owner = () => testAccess(here.workspaceId, "owner");

async function template(key: string, title: string): Promise<void> {
  const content = JSON.stringify({
    channel: "in_app",
    fallback: "en",
    locales: { en: { title, text: "There", url: "", image: "", actionLabel: "" } },
  });
  await sql`
    INSERT INTO message_template (workspace_id, key, name, channel, draft, version, created_at, updated_at, updated_by) VALUES (${here.workspaceId}, ${key}, 'Offer', 'in_app', ${content}::jsonb, 1, now(), now(), 'Test')`.execute(
    here.world.db,
  );
  await sql`
    INSERT INTO message_template_version (workspace_id, key, version, content, published_at, published_by) VALUES (${here.workspaceId}, ${key}, 1, ${content}::jsonb, now(), 'Test')`.execute(
    here.world.db,
  );
}

/** What leaves the house, as it was rendered. */
async function sendDue(): Promise<(string | null)[]> {
  const sent: RenderedMessage[] = [];
  const sender = createMessageSender({
    ...deps(),
    serverMail: null,
    outbound: createOutbound({ allowPrivate: true }),
    allowPrivate: true,
    give: async ({ rendered }) => {
      sent.push(rendered);
      return { state: "sent", providerId: null };
    },
    onError: (error) => {
      throw error;
    },
  });
  await sender.sendDue();
  await sender.stop();
  return sent.map(({ title }) => title);
}

test("texts of steps read what templates of messages read: the person with their ids, their account, the workspace, the event and the answers", async () => {
  await sql`UPDATE workspace SET name = 'Our House' WHERE id = ${here.workspaceId}`.execute(here.world.db);
  await here.world.process(here.workspaceId, [
    identified("ann", { firstName: "Ann", email: "ann@x.example" }),
    {
      type: "group",
      messageId: "g1",
      userId: "ann",
      groupId: "acme",
      traits: { name: "Acme" },
      timestamp: new Date(here.world.now()).toISOString(),
    },
  ]);
  await here.world.publish(here.workspaceId, "texts", {
    start: "c",
    steps: {
      c: {
        kind: "webhook",
        url: "https://crm.example/{{ person.userId }}/{{ account.key }}",
        body: '{"mail": "{{ person.email }}", "house": {{ workspace.name | json }}}',
        next: "t",
        failed: null,
      },
      t: {
        kind: "task",
        title: "Call {{ person.firstName }} of {{ account.name }} ({{ answers.c.tier }})",
        why: "{{ event.properties.plan }}",
        next: "x",
      },
      x: { kind: "change", traits: [{ trait: "greeting", value: "Hello {{ person.firstName }} of {{ account.name }}" }], next: "u" },
      u: { kind: "task", title: "{{ person.greeting }}!", next: null },
    },
  });
  await here.world.act(here.workspaceId, "ann", "Trial Started", { plan: "growth" });
  const { rows } = await sql<{ key: string; profileId: string; url: string; body: string }>`
    SELECT key, profile_id AS "profileId", url, body FROM outbound_call WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
  expect(rows.map(({ url, body }) => [url, JSON.parse(body) as unknown])).toEqual([
    ["https://crm.example/ann/acme", { mail: "ann@x.example", house: "Our House" }],
  ]);
  const [call] = rows;
  const answer = { outcome: "answered" as const, status: 200, body: { tier: 3 }, reason: null };
  await here.world.db
    .transaction()
    .execute((tx) => settleCall(tx, { workspaceId: here.workspaceId, key: call?.key ?? "", profileId: call?.profileId ?? "", ...answer }));
  await here.world.settle(here.workspaceId);
  const { items } = await listTasks({ db: here.world.db, now: here.world.now }, owner(), { state: "open", sort: "due", limit: 10 });
  expect(items.map(({ title, why }) => `${title} ${why}`.trim()).sort()).toEqual(["Call Ann of Acme (3) growth", "Hello Ann of Acme!"]);
});

test("whoever approves sees the very message that is sent then, with the event and the answers of the run", async () => {
  await template("offer", "{{ person.firstName }}: {{ event.properties.plan }} for {{ answers.c.price }}, says {{ flow.name }}");
  await here.world.process(here.workspaceId, [identified("ann", { firstName: "Ann" })]);
  await here.world.publish(here.workspaceId, "ask", {
    start: "c",
    steps: {
      c: { kind: "webhook", url: "https://crm.example", next: "a", failed: null },
      a: { kind: "approval", title: "May we?", approved: "m", refused: null },
      m: message(null, { template: "offer" }),
    },
  });
  await here.world.act(here.workspaceId, "ann", "Trial Started", { plan: "growth" });
  const { rows } = await sql<{
    key: string;
    profileId: string;
  }>`SELECT key, profile_id AS "profileId" FROM outbound_call WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
  const answer = { outcome: "answered" as const, status: 200, body: { price: "9 €" }, reason: null };
  await here.world.db
    .transaction()
    .execute((tx) =>
      settleCall(tx, { workspaceId: here.workspaceId, key: rows[0]?.key ?? "", profileId: rows[0]?.profileId ?? "", ...answer }),
    );
  await here.world.settle(here.workspaceId);
  const [task] = (await listTasks({ db: here.world.db, now: here.world.now }, owner(), { state: "open", sort: "due", limit: 10 })).items;
  const id = task?.key?.split(":", 1)[0]?.slice("flow ".length) ?? "";
  const shown = await messageOfRun(deps(), owner(), { id, step: "a" });
  expect(shown).toMatchObject({ step: "m", template: { key: "offer", name: "Offer", version: 1 } });
  expect(shown.preview?.rendered?.title).toBe("Ann: growth for 9 €, says ask");
  expect(shown.preview?.variables.filter(({ missing }) => missing)).toEqual([]);
  expect(await messageOfRun(deps(), owner(), { id })).toEqual(shown);
  await finishTask({ db: here.world.db, now: here.world.now }, owner(), { id: task?.id ?? "", outcome: "Approve", note: "" });
  await here.world.settle(here.workspaceId);
  expect(await sendDue()).toEqual([shown.preview?.rendered?.title]);
});

test("the account of texts and messages is that in whose name the event happened; of a person of several, not the one that they joined first", async () => {
  await template("offer", "{{ account.name }} ({{ account.seats }})");
  const at = new Date(here.world.now()).toISOString();
  const group = (groupId: string, name: string, seats: number, id: string) => ({
    type: "group",
    messageId: id,
    userId: "ann",
    groupId,
    traits: { name, seats },
    timestamp: at,
  });
  await here.world.process(here.workspaceId, [group("acme", "Acme", 5, "g1")]);
  await here.world.process(here.workspaceId, [group("beta", "Beta", 9, "g2")]);
  const steps = { t: { kind: "task" as const, title: "Call {{ account.name }}", next: "m" }, m: message(null, { template: "offer" }) };
  await here.world.publish(here.workspaceId, "texts", { start: "t", entry: { again: "always" }, steps });
  const began = (id: string, context: object) => ({
    type: "track",
    messageId: id,
    userId: "ann",
    event: "Trial Started",
    timestamp: at,
    context,
  });
  await here.world.process(here.workspaceId, [began("e1", { groupId: "beta" })]);
  const [run] = await here.world.runs(here.workspaceId, "ann");
  expect((await messageOfRun(deps(), owner(), { id: run?.id ?? "", step: "m" })).preview?.rendered?.title).toBe("Beta (9)");
  expect(await sendDue()).toEqual(["Beta (9)"]);
  await here.world.process(here.workspaceId, [began("e2", { groupId: "acme" })]);
  expect(await sendDue()).toEqual(["Acme (5)"]);
  const { items } = await listTasks({ db: here.world.db, now: here.world.now }, owner(), { state: "open", sort: "due", limit: 10 });
  expect(items.map(({ title }) => title).sort()).toEqual(["Call Acme", "Call Beta"]);
});

test("what would be sent is shown to those who may see the person, of their own workspace, and is nothing where no message comes of the step", async () => {
  await template("offer", "Hi");
  await here.world.publish(here.workspaceId, "ask", {
    start: "a",
    steps: {
      a: { kind: "approval", title: "May we?", approved: "m", refused: null },
      b: { kind: "approval", title: "Or that?", approved: null, refused: null },
      m: message("b", { template: "offer" }),
    },
  });
  await here.world.act(here.workspaceId, "ann", "Trial Started");
  const id = (await here.world.runs(here.workspaceId, "ann"))[0]?.id ?? "";
  expect(await messageOfRun(deps(), owner(), { id, step: "b" })).toEqual({ step: null, template: null, preview: null });
  await sql`UPDATE message_template SET version = NULL WHERE workspace_id = ${here.workspaceId}`.execute(here.world.db);
  expect(await messageOfRun(deps(), owner(), { id })).toEqual({
    step: "m",
    template: { key: "offer", name: "Offer", version: null },
    preview: null,
  });
  const other = testAccess(await here.world.database.createWorkspace(), "owner");
  await expect(messageOfRun(deps(), other, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(messageOfRun(deps(), { ...owner(), permissions: new Set(["flows:read" as const]) }, { id })).rejects.toMatchObject({
    code: "forbidden",
  });
});
