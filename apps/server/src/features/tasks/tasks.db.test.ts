import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountIdOf, personIdOf, type Permission, type Role, type TaskDetails } from "@throughline/contract";
import { accountIdFor, interactionIdOf, profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import { testAccess, testKeyAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { deletePerson } from "../people/delete-person.ts";
import { finishDeletions } from "../people/finish-deletions.ts";
import { mergePeople, unmergePeople } from "../people/merge-people.ts";
import { cancelTask, finishTask, reopenTask } from "./close-task.ts";
import { createTaskByHand, type TaskByHand } from "./create-task-by-hand.ts";
import { createTask } from "./create-task.ts";
import { getTask } from "./get-task.ts";
import { countOpenTasks, listTasks, type ListTasksInput } from "./list-tasks.ts";
import type { ClosedTask } from "./tasks-deps.ts";
import { updateTask } from "./update-task.ts";

let pipeline: TestPipeline;
let workspaceId: string;
let nowMs = Date.parse("2026-03-10T12:00:00Z");
let ben: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  nowMs = Date.parse("2026-03-10T12:00:00Z");
  workspaceId = await pipeline.database.createWorkspace();
  ben = await member("Ben", "agent");
  await pipeline.process(workspaceId, [
    {
      type: "identify",
      messageId: "i1",
      userId: "ada",
      traits: { name: "Ada Lovelace", email: "ada@x.example" },
      context: { groupId: "acme" },
      timestamp: "2026-03-01T10:00:00Z",
    },
    { type: "identify", messageId: "i2", userId: "bob", traits: { name: "Bob" }, timestamp: "2026-03-01T10:00:00Z" },
  ]);
});

/** A member of the workspace; gives the user id. */
async function member(name: string, role: Role): Promise<string> {
  const { db } = pipeline.database;
  const { id } = await db
    .insertInto("auth_user")
    .values({ name, email: `${name.toLowerCase()}-${workspaceId}@x.example` })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.insertInto("workspace_member").values({ workspace_id: workspaceId, user_id: id, role }).execute();
  return id;
}
const deps = (more: object = {}) => ({ db: pipeline.database.db, now: () => nowMs, ...more });
const agent = (): Access => testAccess(workspaceId, "agent", { id: ben, name: "Ben" });
const person = (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId));
const make = (more: Partial<TaskByHand> = {}, access = agent()) =>
  createTaskByHand(deps(), access, {
    title: "Call Ada",
    why: "She is stuck.",
    person: person("ada"),
    account: null,
    context: { journey: null, interaction: null, evidence: [] },
    assignee: null,
    due: null,
    priority: "normal",
    outcomes: ["Settled", "Could not reach them"],
    ...more,
  });
const list = async (input: Partial<ListTasksInput> = {}, access = agent()) =>
  (await listTasks(deps(), access, { limit: 50, sort: "due", ...input })).items.map(({ title }) => title);
/** What is on its way to the timeline. */
const told = async () =>
  (
    await sql<{ name: string; key: string; actor: string; properties: Record<string, unknown> }>`
      SELECT name, key, actor, properties FROM own_interaction WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(
      pipeline.database.db,
    )
  ).rows;
const historyOf = ({ history }: TaskDetails) => history.map(({ change, from, to, by }) => ({ change, from, to, by }));

describe("a task", () => {
  test("says what is to be done, why, about whom, by when, and what it can end with", async () => {
    const task = await make({
      due: "2026-03-12T09:00:00Z",
      priority: "high",
      assignee: "me",
      context: {
        journey: { key: "onboarding", stage: "verify" },
        interaction: { id: interactionIdOf(workspaceId, "i1"), at: "2026-03-09T12:00:00Z" },
        evidence: [{ text: "Failed three times", link: "/journeys/onboarding" }],
      },
    });
    expect(task).toMatchObject({
      title: "Call Ada",
      why: "She is stuck.",
      person: { id: person("ada"), name: "Ada Lovelace", email: "ada@x.example", userId: "ada" },
      account: { id: accountIdOf(accountIdFor(workspaceId, "acme")), key: "acme" },
      assignee: { userId: ben, name: "Ben" },
      due: "2026-03-12T09:00:00.000Z",
      overdue: false,
      state: "open",
      outcome: null,
      origin: { kind: "manual", ref: null },
      createdBy: "Ben",
      context: {
        journey: { key: "onboarding", stage: "verify" },
        evidence: [{ text: "Failed three times", link: "/journeys/onboarding" }],
      },
    });
    expect(await getTask(deps(), agent(), { id: task.id })).toEqual(task);
  });

  test("is made once for a key, whoever repeats it", async () => {
    const key = testKeyAccess(workspaceId, ["tasks:read", "tasks:write"]);
    const first = await make({ key: "order 7" }, key);
    const again = await make({ key: "order 7", title: "Something else" }, key);
    expect(again).toEqual(first);
    expect(first.origin).toEqual({ kind: "api", ref: "Test key" });
    expect((await told()).map(({ name, actor }) => [name, actor])).toEqual([["Task Created", "system"]]);
  });

  test("made in a transaction that is rolled back was never made", async () => {
    const { db } = pipeline.database;
    const failing = db.transaction().execute(async (tx) => {
      const { isNew } = await createTask(tx, {
        workspaceId,
        key: "flow 1 step 2",
        title: "Approve",
        why: "",
        profileId: profileIdOf(workspaceId, "userId", "ada"),
        accountId: null,
        context: { journey: null, interaction: null, evidence: [] },
        assignee: null,
        due: null,
        priority: "normal",
        outcomes: ["Approve", "Decline"],
        origin: { kind: "flow", ref: "onboarding" },
        by: "Flow “Onboarding”",
        actor: "system",
        at: new Date(nowMs),
      });
      expect(isNew).toBe(true);
      throw new Error("the flow did not advance");
    });
    await expect(failing).rejects.toThrow("did not advance");
    expect(await list()).toEqual([]);
    expect(await told()).toEqual([]);
  });

  test("can be changed, assigned and postponed, and its history says who did it", async () => {
    const { id } = await make();
    await updateTask(deps(), agent(), { id, assignee: "me", due: "2026-03-11T12:00:00Z" });
    await updateTask(deps(), agent(), { id, due: "2026-03-14T12:00:00Z", priority: "urgent" });
    const task = await updateTask(deps(), agent(), { id, title: "Call Ada today", assignee: null });
    expect(historyOf(task)).toEqual([
      { change: "assigned", from: "Ben", to: null, by: "Ben" },
      { change: "edited", from: null, to: "title", by: "Ben" },
      { change: "priority", from: "normal", to: "urgent", by: "Ben" },
      { change: "due", from: "2026-03-11T12:00:00.000Z", to: "2026-03-14T12:00:00.000Z", by: "Ben" },
      { change: "due", from: null, to: "2026-03-11T12:00:00.000Z", by: "Ben" },
      { change: "assigned", from: null, to: "Ben", by: "Ben" },
      { change: "created", from: null, to: null, by: "Ben" },
    ]);
    expect(task).toMatchObject({ title: "Call Ada today", assignee: null, priority: "urgent", revision: 4 });
    const same = await updateTask(deps(), agent(), { id, title: "Call Ada today" });
    expect(same).toEqual(task);
  });

  test("is assigned only to members who may work tasks", async () => {
    const viewer = await member("Vic", "viewer");
    await expect(make({ assignee: viewer })).rejects.toMatchObject({ code: "invalid_input", issues: [{ field: "assignee" }] });
    await expect(make({ assignee: "99999999-9999-4999-8999-999999999999" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(make({ assignee: "me" }, testKeyAccess(workspaceId, ["tasks:read", "tasks:write"]))).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("of a member who left is nobody's", async () => {
    await make({ assignee: "me" });
    await sql`DELETE FROM workspace_member WHERE workspace_id = ${workspaceId}`.execute(pipeline.database.db);
    expect(await list({ assignee: "nobody" })).toEqual(["Call Ada"]);
    expect(await countOpenTasks(deps(), agent())).toMatchObject({ mine: 0, unassigned: 1 });
  });
});

describe("the end of a task", () => {
  test("is one of the outcomes that it names, and returns as an interaction", async () => {
    const { id } = await make();
    await expect(finishTask(deps(), agent(), { id, outcome: "Ran away", note: "" })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "outcome", accepted: "Settled, Could not reach them" }],
    });
    nowMs += 60_000;
    const done = await finishTask(deps(), agent(), { id, outcome: "settled", note: "It was the name server." });
    expect(done).toMatchObject({
      state: "done",
      outcome: "Settled",
      note: "It was the name server.",
      closedBy: "Ben",
      closedAt: "2026-03-10T12:01:00.000Z",
    });
    expect(await told()).toMatchObject([
      { name: "Task Created", actor: "agent" },
      {
        name: "Task Done",
        key: `task ${id} 2 done`,
        properties: { taskId: id, title: "Call Ada", outcome: "Settled", note: "It was the name server.", by: "Ben" },
      },
    ]);
  });

  test("happens once: who comes second is told who was first", async () => {
    const { id, revision } = await make();
    const both = await Promise.allSettled([
      finishTask(deps(), agent(), { id, outcome: "Settled", note: "" }),
      finishTask(deps(), agent(), { id, outcome: "Could not reach them", note: "" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(updateTask(deps(), agent(), { id, title: "Late" })).rejects.toMatchObject({ code: "conflict" });
    await expect(reopenTask(deps(), agent(), { id, note: "", revision })).rejects.toMatchObject({ code: "conflict" });
    expect((await told()).filter(({ name }) => name === "Task Done")).toHaveLength(1);
  });

  test("can be taken back, as often as needed, and each time is on the timeline", async () => {
    const { id } = await make();
    await finishTask(deps(), agent(), { id, outcome: "Settled", note: "" });
    const open = await reopenTask(deps(), agent(), { id, note: "She called again." });
    expect(open).toMatchObject({ state: "open", outcome: null, closedAt: null });
    expect(open.history[0]).toMatchObject({ change: "reopened", from: "Settled", note: "She called again." });
    await expect(reopenTask(deps(), agent(), { id, note: "" })).rejects.toMatchObject({ code: "conflict" });
    await cancelTask(deps(), agent(), { id, note: "Not needed" });
    expect((await told()).map(({ name }) => name)).toEqual(["Task Created", "Task Done", "Task Reopened", "Task Cancelled"]);
  });

  test("is told to whoever made it, in the same transaction", async () => {
    const closed: ClosedTask[] = [];
    const { id } = await make({ key: "k" });
    const refusing = deps({ onClosed: () => Promise.reject(new Error("the touch could not be released")) });
    await expect(finishTask(refusing, agent(), { id, outcome: "Settled", note: "" })).rejects.toThrow("released");
    expect(await getTask(deps(), agent(), { id })).toMatchObject({ state: "open", revision: 1 });
    await finishTask(deps({ onClosed: async (_tx: unknown, task: ClosedTask) => void closed.push(task) }), agent(), {
      id,
      outcome: "Settled",
      note: "yes",
    });
    expect(closed).toMatchObject([{ id, key: "k", state: "done", outcome: "Settled", note: "yes", by: "Ben" }]);
  });
});

describe("lists of tasks", () => {
  test("begin with what is due first, then by priority; what has no time comes last", async () => {
    await make({ title: "some day" });
    await make({ title: "tomorrow", due: "2026-03-11T12:00:00Z" });
    await make({ title: "late", due: "2026-03-09T12:00:00Z" });
    await make({ title: "tomorrow, urgent", due: "2026-03-11T12:00:00Z", priority: "urgent" });
    expect(await list()).toEqual(["late", "tomorrow, urgent", "tomorrow", "some day"]);
    expect(await list({ sort: "-due" })).toEqual(["tomorrow, urgent", "tomorrow", "late", "some day"]);
    expect((await list({ sort: "-priority" }))[0]).toBe("tomorrow, urgent");
    expect(await list({ overdue: "true" })).toEqual(["late"]);
    expect(await countOpenTasks(deps(), agent())).toEqual({ open: 4, mine: 0, unassigned: 4, overdue: 1, mineOverdue: 0 });
  });

  test("are mine, nobody's, or of a state; searched by title, person and account", async () => {
    await make({ title: "mine", assignee: "me" });
    await make({ title: "free", person: person("bob") });
    const { id } = await make({ title: "over" });
    await cancelTask(deps(), agent(), { id, note: "" });
    expect(await list({ assignee: "me" })).toEqual(["mine"]);
    expect(await list({ assignee: "nobody", state: "open" })).toEqual(["free"]);
    expect((await list({ assignee: "me,nobody", state: "open" })).sort()).toEqual(["free", "mine"]);
    expect(await list({ state: "cancelled" })).toEqual(["over"]);
    expect(await list({ closed: "true", sort: "-closedAt" })).toEqual(["over"]);
    expect((await list({ search: "lovelace" })).sort()).toEqual(["mine", "over"]);
    expect(await list({ search: "100%" })).toEqual([]);
    expect(await list({ person: person("bob") })).toEqual(["free"]);
    expect((await list({ account: accountIdOf(accountIdFor(workspaceId, "acme")) })).sort()).toEqual(["mine", "over"]);
  });

  test.each(["due", "-due", "-priority", "createdAt", "-title"] as const)(
    "page by page give each task once, sorted by %s",
    async (sort) => {
      for (let n = 0; n < 7; n++) {
        nowMs += 1_000;
        await make({ title: `task ${n % 3}`, due: n % 2 ? "2026-03-11T12:00:00Z" : null, priority: n % 3 ? "low" : "high" });
      }
      const all = (await listTasks(deps(), agent(), { limit: 50, sort })).items.map(({ id }) => id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTasks(deps(), agent(), { limit: 3, sort, cursor });
        expect(page.total).toBe(7);
        paged.push(...page.items.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(paged).toEqual(all);
      expect(new Set(all).size).toBe(7);
    },
  );
});

describe("people and tasks", () => {
  test("a merge takes the tasks along, and un-merging gives them back", async () => {
    await make();
    await make({ title: "Call Bob", person: person("bob") });
    const mergeDeps = { db: pipeline.database.db, timeline: pipeline.timeline };
    const owner = testAccess(workspaceId, "owner");
    const { mergeId } = await mergePeople(mergeDeps, owner, { id: person("ada"), from: person("bob") });
    expect((await list({ person: person("ada") })).sort()).toEqual(["Call Ada", "Call Bob"]);
    await unmergePeople(mergeDeps, owner, { id: person("ada"), mergeId });
    expect(await list({ person: person("bob") })).toEqual(["Call Bob"]);
  });

  test("deleting a person deletes their tasks with the history, and nobody else's", async () => {
    const { id } = await make({ why: "secret-of-ada" });
    await finishTask(deps(), agent(), { id, outcome: "Settled", note: "secret-of-ada" });
    await make({ title: "Call Bob", person: person("bob") });
    const deletion = { db: pipeline.database.db, clickhouse: pipeline.clickhouse, timeline: pipeline.timeline, enqueue: async () => {} };
    await deletePerson(deletion, testAccess(workspaceId, "owner"), { id: person("ada") });
    await finishDeletions(deletion);
    expect(await list()).toEqual(["Call Bob"]);
    const { rows } = await sql<{ text: string | null }>`
      SELECT (SELECT string_agg(t::text, '') FROM task t) || coalesce((SELECT string_agg(e::text, '') FROM task_event e), '') || coalesce((SELECT string_agg(o::text, '') FROM own_interaction o), '') AS text`.execute(
      pipeline.database.db,
    );
    expect(rows[0]?.text).toContain("Call Bob");
    expect(rows[0]?.text).not.toContain("secret-of-ada");
  });
});

describe("who may", () => {
  const everything = (id: string, access: Access) => [
    () => updateTask(deps(), access, { id, title: "x" }),
    () => finishTask(deps(), access, { id, outcome: "Settled", note: "" }),
    () => cancelTask(deps(), access, { id, note: "" }),
    () => reopenTask(deps(), access, { id, note: "" }),
  ];

  test("another workspace cannot see or change them, nor make them about people of this one", async () => {
    const { id } = await make();
    const other = testAccess(await pipeline.database.createWorkspace(), "owner");
    await expect(getTask(deps(), other, { id })).rejects.toMatchObject({ code: "not_found" });
    for (const attempt of everything(id, other)) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await expect(make({}, other)).rejects.toMatchObject({ code: "not_found" });
    await expect(make({ person: null, account: accountIdOf(accountIdFor(workspaceId, "acme")) }, other)).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(make({ person: null, assignee: ben }, other)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await list({}, other)).toEqual([]);
    expect(await countOpenTasks(deps(), other)).toMatchObject({ open: 0 });
  });

  test("a viewer sees them and changes nothing; an analyst neither", async () => {
    const { id } = await make();
    for (const role of ["viewer", "analyst"] as const) {
      const access = testAccess(workspaceId, role);
      expect(await list({}, access)).toEqual(["Call Ada"]);
      for (const attempt of everything(id, access)) await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
      await expect(make({}, access)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await getTask(deps(), agent(), { id })).toMatchObject({ revision: 1 });
  });

  test("a key without the scope sees nothing", async () => {
    const scopes: Permission[] = ["people:read"];
    await expect(listTasks(deps(), testKeyAccess(workspaceId, scopes), { limit: 1, sort: "due" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
