import { flowDefinitionSchema, personIdOf, type FlowDefinition, type FlowRunDetails } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import { testAccess } from "../../testing/test-access.ts";
import { createSegmentStage, did } from "../segments/live-segments.fixture.ts";
import { createFlowTimer } from "./flow-timer.ts";
import { createFlowSegmentListener } from "./hear-segments.ts";
import { createFlow, updateFlow } from "./manage-flows.ts";
import { publishFlow, type WhatOfRuns } from "./publish-flow.ts";
import { getRun, listPersonRuns } from "./read-runs.ts";

export type Written = z.input<typeof flowDefinitionSchema>;
export const hourMs = 3_600_000;
export const days = (value: number) => ({ value, unit: "day" }) as const;
export const hours = (value: number) => ({ value, unit: "hour" }) as const;

/** Everything that runs flows, with a clock of its own, step by step. */
export async function createFlowWorld() {
  const stage = await createSegmentStage({ hears: createFlowSegmentListener() });
  const { db } = stage.deps;
  const timer = createFlowTimer({
    db,
    now: stage.now,
    countStretches: stage.deps.timeline.countStretches,
    onError: (error) => {
      throw error;
    },
  });
  const editor = (workspaceId: string) => testAccess(workspaceId, "editor");
  const world = {
    ...stage,
    db,
    timer,
    editor,
    personOf: (workspaceId: string, userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId)),
    /** A workspace that leaves nobody alone and whose arbiter allows messages as often as they are asked for. Under an id of the test's own its draws are always the same. */
    async begin(id?: string): Promise<string> {
      const made = await stage.workspace();
      const workspaceId = id ?? made;
      await sql`UPDATE workspace SET id = ${workspaceId} WHERE id = ${made}`.execute(db);
      await world.rules(workspaceId, {
        holdout: { share: 0, flowShare: 0, purposes: ["service", "promotional", "survey"] },
        caps: [],
        gap: null,
        quietHours: null,
      });
      for (const key of ["hello", "again"]) await world.template(workspaceId, key);
      return workspaceId;
    },
    async rules(workspaceId: string, some: object): Promise<void> {
      await sql`
        INSERT INTO arbiter_rules (workspace_id, rules, version, updated_at, updated_by) VALUES (${workspaceId}, ${JSON.stringify(some)}::jsonb, 1, now(), 'Test')
        ON CONFLICT (workspace_id) DO UPDATE SET rules = arbiter_rules.rules || excluded.rules`.execute(db);
    },
    async template(workspaceId: string, key: string): Promise<void> {
      const content = JSON.stringify({ channel: "in_app", fallback: "en", locales: { en: { title: "Hello", text: "There" } } });
      await sql`
        INSERT INTO message_template (workspace_id, key, name, channel, draft, version, created_at, updated_at, updated_by) VALUES (${workspaceId}, ${key}, ${key}, 'in_app', ${content}::jsonb, 1, now(), now(), 'Test')`.execute(
        db,
      );
      await sql`
        INSERT INTO message_template_version (workspace_id, key, version, content, published_at, published_by) VALUES (${workspaceId}, ${key}, 1, ${content}::jsonb, now(), 'Test')`.execute(
        db,
      );
    },
    /** Makes and publishes a flow, or a new version of it; waits until it is prepared. */
    async publish(workspaceId: string, key: string, written: Partial<Written>, runs: WhatOfRuns = "drain"): Promise<void> {
      const definition: FlowDefinition = flowDefinitionSchema.parse({
        trigger: { kind: "event", on: { event: "Trial Started" } },
        entry: { again: "never" },
        exit: {},
        start: null,
        steps: {},
        ...written,
      });
      const { rows } = await sql`SELECT FROM flow WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(db);
      if (rows.length > 0) await updateFlow(stage.deps, editor(workspaceId), { key, draft: definition });
      else await createFlow(stage.deps, editor(workspaceId), { key, name: key, description: "", definition });
      await publishFlow(stage.deps, editor(workspaceId), { key, note: "", runs });
      await stage.compute();
      await timer.run();
    },
    /** Somebody does something now. */
    act: (workspaceId: string, userId: string, event: string, properties: object = {}) =>
      stage.process(workspaceId, [{ ...did(userId, event, 0, properties), timestamp: new Date(stage.now()).toISOString() }]),
    /** What we did ourselves goes through the log, and what is due is done. */
    async settle(workspaceId: string): Promise<void> {
      for (let round = 0; round < 5; round++) {
        await stage.lookAtDue();
        await timer.run();
        if ((await stage.sendOwn(workspaceId)).length === 0) return;
      }
    },
    async wait(workspaceId: string, ms: number): Promise<void> {
      await stage.pass(ms);
      await world.settle(workspaceId);
    },
    /** The runs of somebody, the first first, with their traces. */
    async runs(workspaceId: string, userId: string): Promise<FlowRunDetails[]> {
      const access = editor(workspaceId);
      const { items } = await listPersonRuns(stage.deps, access, { id: world.personOf(workspaceId, userId), limit: 50 });
      return Promise.all(items.reverse().map(({ id }) => getRun(stage.deps, access, { id })));
    },
    /** Keys of what is in the outbox, as step and visit. */
    async outbox(workspaceId: string): Promise<string[]> {
      const { rows } = await sql<{
        key: string;
      }>`SELECT key FROM message WHERE workspace_id = ${workspaceId} ORDER BY queued_at, key`.execute(db);
      return rows.map(({ key }) => key.slice(key.indexOf(":") + 1));
    },
  };
  return world;
}
export type FlowWorld = Awaited<ReturnType<typeof createFlowWorld>>;

/** A message step that the arbiter decides by service, without consent. */
export const message = (next: string | null, more: object = {}) => ({
  kind: "message" as const,
  channel: "in_app" as const,
  template: "hello",
  purpose: "service" as const,
  next,
  ...more,
});

/** The world of a file of tests, a workspace of its own for each test, and short names for what is done there. */
export function useFlowWorld() {
  let world: FlowWorld;
  let workspaceId: string;
  beforeAll(async () => {
    world = await createFlowWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    workspaceId = await world.begin();
  });
  const runs = (user: string) => world.runs(workspaceId, user);
  return {
    get world() {
      return world;
    },
    get workspaceId() {
      return workspaceId;
    },
    act: (user: string, event: string, properties: object = {}) => world.act(workspaceId, user, event, properties),
    publish: (key: string, written: Partial<Written>, how?: WhatOfRuns) => world.publish(workspaceId, key, written, how),
    runs,
    /** “waiting rest”, the first run first. */
    statesOf: async (user: string) => (await runs(user)).map(({ state, step }) => `${state} ${step ?? ""}`.trim()),
  };
}

/** A flow in which one waits for a day. */
export const rest = {
  start: "rest",
  steps: { rest: { kind: "wait" as const, wait: { for: "duration" as const, duration: days(1) }, next: null } },
};
