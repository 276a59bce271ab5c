import { permissions } from "@throughline/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { cookiesOf, createTestServer, testPublicUrl, type TestServer } from "../../testing/test-server.ts";
import { bootstrapWorkspace, createWorkspaceRoutes, ensureFirstOwner } from "./index.ts";

let database: TestDatabase;
let server: TestServer;
beforeEach(async () => {
  database = await createTestDatabase();
  const { db } = database;
  server = await createTestServer({
    database,
    routes: ({ apiKeys, mailer }) => ({
      workspace: createWorkspaceRoutes({ db, apiKeys, mailer, publicUrl: testPublicUrl, fillWithSample: async () => {} }),
    }),
  });
});
afterEach(async () => {
  await server.app.close();
  await database.close();
});

const session = async (headers: Record<string, string>) => (await server.app.inject({ url: "/api/v1/session", headers })).json();
const follow = (link: string) => server.app.inject({ url: `/api/auth/magic-link/verify${new URL(link).search}` });
const counts = async () => ({
  workspaces: (await database.db.selectFrom("workspace").select("slug").execute()).length,
  users: (await database.db.selectFrom("auth_user").select("id").execute()).length,
  sources: (await database.db.selectFrom("source").select("id").execute()).length,
  keys: (await database.db.selectFrom("api_key").select("id").execute()).length,
});

describe("the bootstrap", () => {
  const bootstrap = {
    workspace: "acme",
    writeKey: "wk_bootstrap",
    apiKey: "tl_bootstrap",
    owner: { email: "Ada@Example.com", password: "correct horse" },
  };

  test("makes a workspace that works: source, key with every scope, owner who signs in", async () => {
    const id = await bootstrapWorkspace({ db: database.db }, bootstrap);
    expect(await session({ authorization: "Bearer tl_bootstrap" })).toMatchObject({
      workspace: { id, slug: "acme" },
      permissions: [...permissions],
    });
    const signedIn = await server.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      payload: { email: "ada@example.com", password: "correct horse" },
    });
    expect(await session({ cookie: cookiesOf(signedIn) })).toMatchObject({ role: "owner", workspace: { slug: "acme" } });
    expect(await database.db.selectFrom("source").select(["name", "write_key", "enabled"]).execute()).toEqual([
      { name: "Bootstrap", write_key: "wk_bootstrap", enabled: true },
    ]);
  });

  test("changes nothing when the workspace is there, even when several start at once", async () => {
    await Promise.all([bootstrapWorkspace({ db: database.db }, bootstrap), bootstrapWorkspace({ db: database.db }, bootstrap)]);
    expect(await counts()).toEqual({ workspaces: 1, users: 1, sources: 1, keys: 1 });
    expect(
      await bootstrapWorkspace(
        { db: database.db },
        { ...bootstrap, apiKey: "tl_another", owner: { email: "eve@example.com", password: "correct horse" } },
      ),
    ).toBeNull();
    expect(await counts()).toEqual({ workspaces: 1, users: 1, sources: 1, keys: 1 });
    expect((await session({ authorization: "Bearer tl_another" })).error.code).toBe("unauthenticated");
  });

  test("leaves the password of somebody who has an account alone", async () => {
    await bootstrapWorkspace({ db: database.db }, bootstrap);
    await bootstrapWorkspace({ db: database.db }, { workspace: "second", owner: { email: "ada@example.com", password: "something else" } });
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      payload: { email: "ada@example.com", password: "something else" },
    });
    expect(answer.statusCode).toBe(401);
  });

  test("makes all or nothing", async () => {
    await bootstrapWorkspace({ db: database.db }, bootstrap);
    const before = await counts();
    await expect(bootstrapWorkspace({ db: database.db }, { ...bootstrap, workspace: "second" })).rejects.toThrow(/unique/);
    expect(await counts()).toEqual(before);
  });
});

describe("the first start", () => {
  test("gives a link that signs in the owner of what is there", async () => {
    const sample = await database.createWorkspace();
    const first = await ensureFirstOwner({ db: database.db, auth: server.auth });
    const answer = await follow(first?.link as string);
    expect(await session({ cookie: cookiesOf(answer) })).toMatchObject({
      role: "owner",
      workspace: { id: sample },
      user: { name: "Owner" },
    });
  });

  test("makes an empty workspace when there is none", async () => {
    const first = await ensureFirstOwner({ db: database.db, auth: server.auth });
    expect(await session({ cookie: cookiesOf(await follow(first?.link as string)) })).toMatchObject({
      role: "owner",
      workspace: { slug: "main" },
      needsSetup: true,
    });
  });

  test("gives a new link at each start until somebody has a password", async () => {
    const start = () => ensureFirstOwner({ db: database.db, auth: server.auth });
    const [one, two] = [await start(), await start()];
    expect(two?.link).not.toBe(one?.link);
    const cookie = cookiesOf(await follow(two?.link as string));
    await server.app.inject({
      method: "POST",
      url: "/api/auth/set-up-account",
      payload: { name: "Ada", email: "ada@example.com", password: "correct horse" },
      headers: { cookie, origin: testPublicUrl },
    });
    expect(await start()).toBeNull();
    expect((await counts()).users).toBe(1);
  });

  test("gives the sample company to the owner of the bootstrap, and no link", async () => {
    await bootstrapWorkspace({ db: database.db }, { workspace: "acme", owner: { email: "ada@example.com", password: "correct horse" } });
    const sample = await database.createWorkspace();
    expect(await ensureFirstOwner({ db: database.db, auth: server.auth })).toBeNull();
    const signedIn = await server.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      payload: { email: "ada@example.com", password: "correct horse" },
    });
    expect((await session({ cookie: cookiesOf(signedIn) })).workspaces.map((one: { id: string }) => one.id)).toContain(sample);
  });
});
