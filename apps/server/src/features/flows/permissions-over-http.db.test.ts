import { apiContract, personIdOf, rolePermissions, type Permission, type Role } from "@throughline/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashApiKey, newApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import { createOutbound } from "../../platform/http/outbound.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createTestServer, type TestServer } from "../../testing/test-server.ts";
import { arbiterRoutes } from "../arbiter/arbiter.routes.ts";
import { readRules } from "../arbiter/index.ts";
import { createKeys } from "../messages/index.ts";
import { messageRoutes } from "../messages/messages.routes.ts";
import { taskRoutes } from "../tasks/tasks.routes.ts";
import { flowRoutes } from "./flows.routes.ts";
import { measureRoutes } from "./measure.routes.ts";

/** What every endpoint of flows, messages, the arbiter and tasks asks for; of those that have a body, one that is right. */
type Asks = { needs: Permission[]; body?: object };
const read: Asks = { needs: ["flows:read"] };
const readPeople: Asks = { needs: ["flows:read", "people:read"] };
const write = (body: object = {}): Asks => ({ needs: ["flows:write"], body });
const actOnPeople = (body: object = {}): Asks => ({ needs: ["flows:write", "people:read"], body });
const setUp = (body: object = {}): Asks => ({ needs: ["workspace:write"], body });
const readDecisions: Asks = { needs: ["arbiter:read"] };
const readDecisionsOfPeople: Asks = { needs: ["arbiter:read", "people:read"] };
const decide = (body: object): Asks => ({ needs: ["arbiter:decide"], body });
const work = (body: object = {}): Asks => ({ needs: ["tasks:write"], body });

const nobody = personIdOf("1");
const touch = { id: "t", person: nobody, kind: "message", purpose: "service", channel: "email" };
const { id: _id, ...tried } = touch;
const content = { channel: "in_app", fallback: "en", locales: { en: { title: "Hi", text: "There" } } };
const from = "2026-03-01";

const asked: Record<"flows" | "messages" | "arbiter" | "tasks", Record<string, Asks>> = {
  flows: {
    list: read,
    examples: read,
    create: write({ name: "New" }),
    get: read,
    update: write({ name: "Other" }),
    delete: write(),
    validate: { needs: ["flows:read"], body: {} },
    diff: read,
    publish: write(),
    rollback: write({ version: 1 }),
    setState: write({ state: "paused" }),
    versions: read,
    counts: read,
    runs: readPeople,
    run: readPeople,
    messageOfRun: readPeople,
    endRun: actOnPeople(),
    retryRun: actOnPeople(),
    retryFailed: actOnPeople(),
    personRuns: readPeople,
    start: actOnPeople({ people: [nobody] }),
    report: read,
    simulate: write({ from }),
    simulation: read,
    stopSimulation: write(),
  },
  messages: {
    templates: read,
    createTemplate: write({ name: "New" }),
    template: read,
    updateTemplate: write({ name: "Other" }),
    deleteTemplate: write(),
    publishTemplate: write(),
    templateVersions: read,
    preview: { needs: ["flows:read"], body: { content } },
    test: write(),
    channels: read,
    setChannels: setUp({}),
    newSecret: setUp(),
    list: read,
    counts: read,
    get: read,
    resend: write(),
    settle: write({ outcome: "sent" }),
    cancel: write(),
  },
  arbiter: {
    decide: decide(touch),
    arbitrate: decide({ touches: [touch] }),
    simulate: { needs: ["arbiter:read", "people:read"], body: { touch: tried } },
    touch: readDecisionsOfPeople,
    outcome: decide({ outcome: "sent" }),
    personDecisions: readDecisionsOfPeople,
    report: readDecisions,
    decisions: readDecisionsOfPeople,
    rules: readDecisions,
    setRules: { needs: ["arbiter:write"] },
  },
  tasks: {
    list: { needs: ["tasks:read"] },
    counts: { needs: ["tasks:read"] },
    get: { needs: ["tasks:read"] },
    create: { needs: ["tasks:read", "tasks:write"], body: { title: "Call them" } },
    update: work({ title: "Call them now" }),
    done: work({ outcome: "Done" }),
    cancel: work(),
    reopen: work(),
  },
};
const parts = Object.keys(asked) as (keyof typeof asked)[];

let pipeline: TestPipeline;
let server: TestServer;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
  const { database, clickhouse } = pipeline;
  const now = () => Date.parse("2026-03-11T10:00:00Z");
  const more = {
    keys: createKeys("a secret of the tests, long enough"),
    publicUrl: "https://cx.example.com",
    compileMjml: async () => ({ html: null, problems: [] }),
    outbound: createOutbound({ allowPrivate: false }),
    allowPrivate: false,
    serverMail: null,
  };
  const deps = { db: database.db, clickhouse, now, ...more, wake: () => {} };
  server = await createTestServer({
    database,
    routes: () => ({
      flows: { ...flowRoutes(deps), ...measureRoutes(deps) },
      messages: messageRoutes(deps),
      arbiter: arbiterRoutes(deps),
      tasks: taskRoutes(deps),
    }),
  });
  workspaceId = await database.createWorkspace();
  const { rules } = await readRules(database.db, workspaceId);
  Object.assign(asked.arbiter["setRules"] ?? {}, { body: { rules } });
});
afterAll(async () => {
  await server.app.close();
  await pipeline.close();
});

const routeOf = (part: keyof typeof asked, name: string): { method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; path: string } => {
  const procedures: Record<string, { "~orpc": { route: { method?: string; path?: string } } }> = apiContract[part];
  const { method, path } = procedures[name]?.["~orpc"].route ?? {};
  return { method: method as "GET", path: path ?? "" };
};
const idOf = (path: string): string =>
  path.startsWith("/people/") ? nobody : path.startsWith("/touches/") ? "t" : "00000000-0000-4000-8000-000000000000";

/** What each endpoint answers to a key with these scopes: “flows.create” → 403. */
async function answersTo(scopes: readonly Permission[]): Promise<Map<string, number>> {
  const key = newApiKey();
  await pipeline.database.db
    .insertInto("api_key")
    .values({ workspace_id: workspaceId, name: "Key", hash: hashApiKey(key), start: startOfApiKey(key), scopes: [...scopes] })
    .execute();
  const answers = new Map<string, number>();
  for (const part of parts)
    for (const [name, { body }] of Object.entries(asked[part])) {
      const { method, path } = routeOf(part, name);
      const url = `/api/v1${path.replace("{id}", idOf(path)).replace("{key}", "none").replace("{of}", "webhook")}`;
      const answer = await server.app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${key}` },
        ...(body && method !== "GET" && method !== "DELETE" ? { payload: body } : {}),
      });
      answers.set(`${part}.${name}`, answer.statusCode);
    }
  return answers;
}
const refusedOf = (answers: ReadonlyMap<string, number>) => [...answers].filter(([, status]) => status === 403).map(([name]) => name);
const whoLacks = (permissions: readonly Permission[]) =>
  parts.flatMap((part) =>
    Object.entries(asked[part]).flatMap(([name, { needs }]) =>
      needs.every((one) => permissions.includes(one)) ? [] : [`${part}.${name}`],
    ),
  );

test("no endpoint is left out", () => {
  for (const part of parts) expect(Object.keys(asked[part]).sort()).toEqual(Object.keys(apiContract[part]).sort());
});

describe("who may", () => {
  test.each<Role>(["viewer", "analyst", "agent", "editor", "admin"])(
    "a member who is %s: everything else is refused with 403",
    async (role) => {
      const answers = await answersTo(rolePermissions[role]);
      expect(refusedOf(answers)).toEqual(whoLacks(rolePermissions[role]));
      expect([...answers].filter(([, status]) => status === 400 || status === 401 || status >= 500)).toEqual([]);
    },
  );

  test.each<Permission>([
    "flows:read",
    "flows:write",
    "people:read",
    "arbiter:read",
    "arbiter:decide",
    "arbiter:write",
    "tasks:read",
    "tasks:write",
  ])("without %s alone", async (missing) => {
    const all = rolePermissions.owner.filter((one) => one !== missing);
    expect(refusedOf(await answersTo(all))).toEqual(whoLacks(all));
  });
});
