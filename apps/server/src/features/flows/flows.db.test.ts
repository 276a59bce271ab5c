import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { testAccess } from "../../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createFlow, deleteFlow, getFlow, listFlows, updateFlow } from "./manage-flows.ts";
import { listVersions, publishFlow, rollBackFlow, setFlowState } from "./publish-flow.ts";
import { countFlow, listRuns } from "./read-runs.ts";
import { diffVersions, validateFlow } from "./validate-flow.ts";

let database: TestDatabase;
let workspaceId: string;
let nowMs = Date.parse("2026-03-10T12:00:00Z");
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  nowMs = Date.parse("2026-03-10T12:00:00Z");
  workspaceId = await database.createWorkspace();
});

const deps = () => ({ db: database.db, now: () => nowMs });
const editor = () => testAccess(workspaceId, "editor");
const viewer = () => testAccess(workspaceId, "viewer");
const define = (more: Partial<z.input<typeof flowDefinitionSchema>> = {}): FlowDefinition =>
  flowDefinitionSchema.parse({
    trigger: { kind: "event", on: { event: "Trial Started" } },
    entry: {},
    exit: {},
    goal: { event: { event: "Plan Upgraded" }, within: { value: 14, unit: "day" } },
    start: "wait",
    steps: { wait: { kind: "wait", wait: { for: "duration", duration: { value: 1, unit: "day" } }, next: null } },
    ...more,
  });
const make = (definition: FlowDefinition = define(), name = "Welcome") =>
  createFlow(deps(), editor(), { name, description: "", definition });

describe("a flow", () => {
  test("begins as a draft under a key made of its name", async () => {
    const flow = await createFlow(deps(), editor(), { name: "Stalled at vérification!", description: "Why" });
    expect(flow).toMatchObject({
      key: "stalled-at-verification",
      state: "draft",
      version: null,
      published: null,
      revision: 1,
      hasChanges: false,
      trigger: "is let in by hand or by a program",
    });
    expect(await getFlow(deps(), viewer(), { key: flow.key })).toEqual(flow);
    await expect(createFlow(deps(), editor(), { name: "Stalled at verification", description: "" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("begins as a copy of another, or as a ready flow", async () => {
    await make();
    expect((await createFlow(deps(), editor(), { name: "Second", description: "", copyOf: "welcome" })).draft).toEqual(define());
    await expect(createFlow(deps(), editor(), { name: "Third", description: "", example: "no such" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("is changed only by who looked at its latest revision", async () => {
    const { key } = await make();
    const changed = await updateFlow(deps(), editor(), { key, draft: define({ mostVisits: 3 }), revision: 1 });
    expect(changed).toMatchObject({ revision: 2, draft: { mostVisits: 3 } });
    await expect(updateFlow(deps(), editor(), { key, draft: define(), revision: 1 })).rejects.toMatchObject({ code: "conflict" });
    expect((await updateFlow(deps(), editor(), { key, name: "Hello" })).revision).toBe(2);
  });

  test("is told in the audit log as it was and as it is, steps by their names, without what may be a secret", async () => {
    const call = (more: object) => ({ kind: "webhook" as const, url: "https://crm.example/key-1", next: null, failed: null, ...more });
    const { key } = await make(define({ steps: { wait: define().steps["wait"] as never, call: call({ label: "Tell the CRM" }) } }));
    const wait = {
      kind: "wait" as const,
      wait: { for: "duration" as const, duration: { value: 3, unit: "day" as const } },
      next: "call",
      label: "Rest",
    };
    const steps = {
      wait,
      call: call({ label: "Tell the CRM", url: "https://crm.example/key-2", method: "PUT" }),
      out: { kind: "exit" as const },
    };
    await updateFlow(deps(), editor(), { key, name: "Hello", draft: define({ steps, mostVisits: 3 }) });
    const { rows } = await sql<{ details: object }>`
      SELECT details FROM audit_entry WHERE workspace_id = ${workspaceId} AND action = 'flows.update'`.execute(database.db);
    expect(rows).toEqual([
      {
        details: {
          name: "Hello",
          before: {
            name: "Welcome",
            mostVisits: 25,
            steps: { Rest: { wait: { duration: "1 day" }, next: "the end" }, "Tell the CRM": { url: "not told", method: "POST" } },
          },
          after: {
            name: "Hello",
            mostVisits: 3,
            steps: {
              Rest: { label: "Rest", wait: { duration: "3 days" }, next: "Tell the CRM" },
              "Tell the CRM": { url: "another, not told", method: "PUT" },
              Exit: "Exit",
            },
          },
        },
      },
    ]);
  });

  test("is published as a version that stays, while the draft goes on", async () => {
    const { key } = await make();
    expect(await publishFlow(deps(), editor(), { key, note: "First", runs: "drain" })).toMatchObject({
      state: "live",
      version: 1,
      hasChanges: false,
    });
    await updateFlow(deps(), editor(), { key, draft: define({ mostVisits: 3 }) });
    expect(await getFlow(deps(), viewer(), { key })).toMatchObject({ hasChanges: true, version: 1, published: { mostVisits: 25 } });
    await publishFlow(deps(), editor(), { key, note: "", runs: "drain" });
    const back = await rollBackFlow(deps(), editor(), { key, version: 1, note: "" });
    expect(back).toMatchObject({ version: 3, published: { mostVisits: 25 }, draft: { mostVisits: 3 } });
    expect((await listVersions(deps(), viewer(), { key })).items.map(({ version, note, runs }) => [version, note, runs])).toEqual([
      [3, "Back to version 1.", 0],
      [2, "", 0],
      [1, "First", 0],
    ]);
    await expect(rollBackFlow(deps(), editor(), { key, version: 9, note: "" })).rejects.toMatchObject({ code: "not_found" });
  });

  test("that has errors is not published, and says which", async () => {
    const { key } = await make(define({ start: "nowhere" }));
    await expect(publishFlow(deps(), editor(), { key, note: "", runs: "drain" })).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ field: "start" }],
    });
    expect((await getFlow(deps(), viewer(), { key })).state).toBe("draft");
  });

  test("is paused, goes on and is stopped once it was published", async () => {
    const { key } = await make();
    await expect(setFlowState(deps(), editor(), { key, state: "paused" })).rejects.toMatchObject({ code: "conflict" });
    await publishFlow(deps(), editor(), { key, note: "", runs: "drain" });
    for (const state of ["paused", "live", "stopped", "live"] as const)
      expect((await setFlowState(deps(), editor(), { key, state })).state).toBe(state);
  });

  test("shows what differs between the draft and what is published", async () => {
    const { key } = await make();
    expect(await diffVersions(deps(), viewer(), { key })).toEqual({ differences: [], removedWithPeople: [] });
    await publishFlow(deps(), editor(), { key, note: "", runs: "drain" });
    await updateFlow(deps(), editor(), {
      key,
      draft: define({
        steps: {
          wait: { kind: "wait", wait: { for: "duration", duration: { value: 2, unit: "day" } }, next: "bye" },
          bye: { kind: "exit" },
        },
      }),
    });
    expect((await diffVersions(deps(), viewer(), { key })).differences.map(({ what, step, field }) => [what, step, field])).toEqual([
      ["changed", "wait", "wait"],
      ["changed", "wait", "next"],
      ["added", "bye", "kind"],
    ]);
  });

  test("is listed by what was changed last, searched and filtered", async () => {
    for (const name of ["Alpha", "Beta", "Gamma"]) {
      nowMs += 1000;
      await make(define(), name);
    }
    nowMs += 1000;
    await publishFlow(deps(), editor(), { key: "beta", note: "", runs: "drain" });
    const first = await listFlows(deps(), viewer(), { limit: 2 });
    expect(first.items.map(({ key }) => key)).toEqual(["beta", "gamma"]);
    expect((await listFlows(deps(), viewer(), { limit: 2, cursor: first.next ?? "" })).items.map(({ key }) => key)).toEqual(["alpha"]);
    expect((await listFlows(deps(), viewer(), { limit: 9, state: "live" })).items.map(({ key }) => key)).toEqual(["beta"]);
    expect((await listFlows(deps(), viewer(), { limit: 9, search: "amm" })).items.map(({ key }) => key)).toEqual(["gamma"]);
  });

  test("is deleted with everything that hangs on it", async () => {
    const { key } = await make(define({ exit: { when: { did: "Account Deleted" } } }));
    await publishFlow(deps(), editor(), { key, note: "", runs: "drain" });
    await deleteFlow(deps(), editor(), { key });
    await expect(getFlow(deps(), viewer(), { key })).rejects.toMatchObject({ code: "not_found" });
    expect(await database.db.selectFrom("segment").select("key").where("workspace_id", "=", workspaceId).execute()).toEqual([]);
  });

  test("that asks about the past prepares until it has been read", async () => {
    const { key } = await make(define({ exit: { when: { did: "Account Deleted" } } }));
    expect(await publishFlow(deps(), editor(), { key, note: "", runs: "drain" })).toMatchObject({
      state: "preparing",
      version: null,
      progress: 0,
    });
  });
});

describe("what is wrong with a flow", () => {
  const codes = async (definition: FlowDefinition) => {
    const { key } = await createFlow(deps(), editor(), { name: `Flow ${Math.random()}`, description: "" });
    return (await validateFlow(deps(), viewer(), { key, definition })).issues.map(({ code, step }) =>
      step === null ? code : `${code} ${step}`,
    );
  };

  test("is told by code and step", async () => {
    expect(
      await codes(
        define({
          trigger: { kind: "segment", segment: "nobody", on: "entered" },
          goal: null,
          start: "a",
          steps: {
            a: { kind: "message", channel: "email", template: "", purpose: "promotional", next: "b" },
            b: { kind: "wait", wait: { for: "duration", duration: { value: 1, unit: "hour" } }, next: "a" },
            c: { kind: "flow", flow: "nowhere", next: "d" },
            d: { kind: "branch", cases: [{ when: { any: [] }, next: "gone" }], otherwise: null },
          },
        }),
      ),
    ).toEqual([
      "missing_step d",
      "missing_segment",
      "missing_template a",
      "missing_flow c",
      "no_exit a",
      "no_exit b",
      "unreachable c",
      "unreachable d",
      "unsatisfiable d",
      "no_goal",
    ]);
  });

  test("are messages that follow each other faster than the arbiter allows", async () => {
    const mail = (next: string | null) => ({
      kind: "message" as const,
      channel: "email" as const,
      template: "x",
      purpose: "promotional" as const,
      next,
    });
    const wait = (value: number, next: string) => ({
      kind: "wait" as const,
      wait: { for: "duration" as const, duration: { value, unit: "day" as const } },
      next,
    });
    const found = (first: number) =>
      codes(define({ start: "a", steps: { a: mail("w"), w: wait(first, "b"), b: mail("v"), v: wait(1, "c"), c: mail(null) } }));
    expect(await found(1)).toContain("budget_collision c");
    expect(await found(8)).not.toContain("budget_collision c");
  });

  test("is a text that reads what there is of nobody, unless it has a default", async () => {
    const content = {
      channel: "in_app",
      fallback: "en",
      locales: {
        en: { title: "Hi {{ person.firstName }}", text: "{{ event.properties.plan }} {{ event.properties.seats | default: 1 }}" },
        de: { title: "Hallo {{ person.nick }}", text: "{{ event.properties.colour }}" },
      },
    };
    await sql`
      WITH made AS (INSERT INTO message_template (workspace_id, key, name, channel, draft, version, created_at, updated_at, updated_by)
        VALUES (${workspaceId}, 'hello', 'Hello', 'in_app', ${JSON.stringify(content)}::jsonb, 1, now(), now(), 'Test'))
      INSERT INTO message_template_version (workspace_id, key, version, content, published_at, published_by) VALUES (${workspaceId}, 'hello', 1, ${JSON.stringify(content)}::jsonb, now(), 'Test')`.execute(
      database.db,
    );
    await sql`INSERT INTO catalogue_event (workspace_id, kind, name, count, first_seen, last_seen) VALUES (${workspaceId}, 'track', 'Trial Started', 1, now(), now())`.execute(
      database.db,
    );
    await sql`
      INSERT INTO catalogue_property (workspace_id, kind, event, name, type, count, first_seen, last_seen)
      VALUES (${workspaceId}, 'track', 'Trial Started', 'plan', 'string', 1, now(), now()), (${workspaceId}, 'person', '', 'firstName', 'string', 1, now(), now())`.execute(
      database.db,
    );
    const definition = define({
      start: "m",
      steps: {
        m: { kind: "message", channel: "in_app", template: "hello", purpose: "service", next: "t" },
        t: { kind: "task", title: "Call {{ person.firstName }}", why: "{{ answers.m.tier }}", next: null },
      },
    });
    const { key } = await make(definition, "Reads");
    const { issues } = await validateFlow(deps(), viewer(), { key });
    expect(issues.filter(({ code }) => code === "missing_variable").map(({ step, field, severity }) => [step, field, severity])).toEqual([
      ["m", "template", "warning"],
      ["m", "template", "warning"],
      ["t", "why", "warning"],
    ]);
    expect(issues.flatMap(({ message }) => /^It reads ([\w.]+)/.exec(message)?.[1] ?? [])).toEqual([
      "event.properties.colour",
      "person.nick",
      "answers.m.tier",
    ]);
    const other = testAccess(await database.createWorkspace(), "editor");
    await createFlow(deps(), other, { name: "Reads", description: "", definition });
    expect((await validateFlow(deps(), other, { key })).issues.filter(({ message }) => message.includes("person.firstName"))).toHaveLength(
      1,
    );
  });

  test("is a flow that lets people in by what it does to them", async () => {
    const steps = { task: { kind: "task" as const, title: "Call", next: null } };
    const trigger = { kind: "event" as const, on: { event: "Task Created" } };
    expect(await codes(define({ trigger, entry: { again: "always" }, start: "task", steps }))).toContain("self_triggering");
    expect(await codes(define({ trigger, entry: { again: "never" }, start: "task", steps }))).not.toContain("self_triggering");
  });
});

describe("who may", () => {
  test("a viewer reads flows and changes nothing", async () => {
    const { key } = await make();
    const refused = { code: "forbidden" };
    await expect(createFlow(deps(), viewer(), { name: "No", description: "" })).rejects.toMatchObject(refused);
    await expect(updateFlow(deps(), viewer(), { key, name: "No" })).rejects.toMatchObject(refused);
    await expect(publishFlow(deps(), viewer(), { key, note: "", runs: "drain" })).rejects.toMatchObject(refused);
    await expect(setFlowState(deps(), viewer(), { key, state: "live" })).rejects.toMatchObject(refused);
    await expect(deleteFlow(deps(), viewer(), { key })).rejects.toMatchObject(refused);
    expect((await listRuns(deps(), viewer(), { key, limit: 5 })).items).toEqual([]);
    expect((await countFlow(deps(), viewer(), { key })).edges).toEqual([]);
  });

  test("another workspace sees none of it", async () => {
    const { key } = await make();
    const other = testAccess(await database.createWorkspace(), "owner");
    const refused = { code: "not_found" };
    expect((await listFlows(deps(), other, { limit: 5 })).items).toEqual([]);
    await expect(getFlow(deps(), other, { key })).rejects.toMatchObject(refused);
    await expect(updateFlow(deps(), other, { key, name: "Mine" })).rejects.toMatchObject(refused);
    await expect(publishFlow(deps(), other, { key, note: "", runs: "drain" })).rejects.toMatchObject(refused);
    await expect(deleteFlow(deps(), other, { key })).rejects.toMatchObject(refused);
    await expect(listRuns(deps(), other, { key, limit: 5 })).rejects.toMatchObject(refused);
  });
});
