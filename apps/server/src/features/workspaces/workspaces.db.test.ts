import { permissions, rolePermissions, roles, type ErrorBody, type Role } from "@throughline/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createUser } from "../../platform/auth/create-user.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { cookiesOf, createTestServer, testPublicUrl, type TestServer } from "../../testing/test-server.ts";
import { createMemberStore } from "./members.store.ts";
import { createWorkspaceRoutes, registerInvitations } from "./index.ts";

const password = "correct horse battery";
let database: TestDatabase;
let server: TestServer;
let clock = Date.now();
const sampled: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  server = await createTestServer({
    database,
    mail: true,
    now: () => clock,
    routes: ({ apiKeys, mailer }) => ({
      workspace: createWorkspaceRoutes({
        db,
        apiKeys,
        mailer,
        publicUrl: testPublicUrl,
        fillWithSample: async (id) => void sampled.push(id),
      }),
    }),
  });
  registerInvitations(server.app, { db, auth: server.auth, publicUrl: testPublicUrl });
});
afterAll(async () => {
  await server.app.close();
  await database.close();
});

let people = 0;
/** Somebody with a role, and their session. */
async function member(workspaceId: string, role: Role) {
  const email = `person-${++people}@example.com`;
  const userId = await createUser(database.db, { email, name: `Person ${people}` });
  await createMemberStore(database.db).add(workspaceId, userId, role);
  const { id } = await database.db.selectFrom("workspace_member").select("id").where("user_id", "=", userId).executeTakeFirstOrThrow();
  const { search } = new URL(await server.auth.createOneTimeLink(email));
  const cookie = cookiesOf(await server.app.inject({ url: `/api/auth/magic-link/verify${search}` }));
  return { id, userId, email, as: { cookie } };
}

async function call(headers: Record<string, string>, method: "GET" | "POST" | "PATCH" | "DELETE", path: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { origin: testPublicUrl, ...headers },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> & Partial<ErrorBody> };
}
const bearer = (key: unknown) => ({ authorization: `Bearer ${String(key)}` });

async function setUp() {
  const workspaceId = await database.createWorkspace();
  return { workspaceId, owner: await member(workspaceId, "owner") };
}

describe("the session", () => {
  test("says who is calling, where, and what they may do", async () => {
    const { workspaceId } = await setUp();
    const agent = await member(workspaceId, "agent");
    const { body } = await call(agent.as, "GET", "/session");
    expect(body).toMatchObject({
      user: { id: agent.userId, email: agent.email, twoFactor: false },
      workspace: { id: workspaceId },
      role: "agent",
      needsSetup: true,
      workspaces: [{ id: workspaceId }],
    });
    expect(body.permissions).toEqual(rolePermissions.agent);
  });

  test("is of the workspace that the header names by slug or id, or of the first that they joined", async () => {
    const [one, other] = [await setUp(), await setUp()];
    await createMemberStore(database.db).add(other.workspaceId, one.owner.userId, "viewer");
    const { slug } = await database.db.selectFrom("workspace").select("slug").where("id", "=", other.workspaceId).executeTakeFirstOrThrow();
    const of = async (wanted?: string) =>
      (await call({ ...one.owner.as, ...(wanted ? { "x-throughline-workspace": wanted } : {}) }, "GET", "/session")).body;
    expect(await of()).toMatchObject({ workspace: { id: one.workspaceId }, role: "owner" });
    expect(await of(slug)).toMatchObject({ workspace: { id: other.workspaceId }, role: "viewer" });
    expect(await of(other.workspaceId)).toMatchObject({ workspace: { id: other.workspaceId } });
  });

  test("needs no set-up once something has arrived", async () => {
    const { workspaceId, owner } = await setUp();
    const now = new Date();
    await database.db
      .insertInto("catalogue_event")
      .values({ workspace_id: workspaceId, kind: "track", name: "Order", count: 1, first_seen: now, last_seen: now })
      .execute();
    expect((await call(owner.as, "GET", "/session")).body.needsSetup).toBe(false);
  });

  test("is refused without a sign-in, and to somebody who belongs to no workspace", async () => {
    expect((await call({}, "GET", "/session")).status).toBe(401);
    const { workspaceId } = await setUp();
    const gone = await member(workspaceId, "viewer");
    await createMemberStore(database.db).remove(workspaceId, gone.id);
    expect((await call(gone.as, "GET", "/session")).status).toBe(403);
  });

  test("cannot be used by pages of other sites", async () => {
    const { owner } = await setUp();
    const rename = (headers: Record<string, string>) => call({ ...owner.as, ...headers }, "PATCH", "/workspace", { name: "Renamed" });
    expect((await rename({ origin: "https://evil.example" })).status).toBe(403);
    expect((await rename({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await rename({ "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

describe("another workspace", () => {
  test("cannot be read, changed, or reached through ids", async () => {
    const [mine, theirs] = [await setUp(), await setUp()];
    const { body: key } = await call(theirs.owner.as, "POST", "/api-keys", { name: "Theirs", scopes: ["people:read"] });
    const { body: invitation } = await call(theirs.owner.as, "POST", "/members/invite", { email: "guest@example.com", role: "viewer" });
    expect((await call({ ...mine.owner.as, "x-throughline-workspace": theirs.workspaceId }, "GET", "/members")).status).toBe(403);
    expect((await call(mine.owner.as, "PATCH", `/members/${theirs.owner.id}`, { role: "viewer" })).status).toBe(404);
    expect((await call(mine.owner.as, "DELETE", `/members/${theirs.owner.id}`)).status).toBe(404);
    expect((await call(mine.owner.as, "DELETE", `/members/invite/${String(invitation.id)}`)).status).toBe(404);
    expect((await call(mine.owner.as, "DELETE", `/api-keys/${String(key.id)}`)).status).toBe(404);
    expect((await call(mine.owner.as, "GET", "/api-keys")).body.items).toEqual([]);
    expect(JSON.stringify((await call(mine.owner.as, "GET", "/audit")).body)).not.toContain("Theirs");
    expect((await call({ ...bearer(key.key), "x-throughline-workspace": mine.workspaceId }, "GET", "/session")).status).toBe(403);
  });
});

describe("roles", () => {
  test.each(["editor", "agent", "analyst", "viewer"] as const)("a %s cannot write", async (role) => {
    const { workspaceId, owner } = await setUp();
    const reader = await member(workspaceId, role);
    const before = await call(owner.as, "GET", "/members");
    const tries = await Promise.all([
      call(reader.as, "PATCH", "/workspace", { name: "Mine" }),
      call(reader.as, "POST", "/workspaces", { name: "Mine" }),
      call(reader.as, "POST", "/members/invite", { email: "friend@example.com", role: "viewer" }),
      call(reader.as, "PATCH", `/members/${owner.id}`, { role: "viewer" }),
      call(reader.as, "DELETE", `/members/${owner.id}`),
      call(reader.as, "POST", "/api-keys", { name: "Mine", scopes: ["people:read"] }),
      call(reader.as, "GET", "/api-keys"),
      call(reader.as, "GET", "/audit"),
    ]);
    expect(tries.map(({ body }) => body.error?.code)).toEqual(tries.map(() => "forbidden"));
    expect((await call(owner.as, "GET", "/members")).body).toEqual(before.body);
  });

  test("an admin cannot make, change, remove or invite owners", async () => {
    const { workspaceId, owner } = await setUp();
    const [admin, viewer] = [await member(workspaceId, "admin"), await member(workspaceId, "viewer")];
    const tries = await Promise.all([
      call(admin.as, "PATCH", `/members/${viewer.id}`, { role: "owner" }),
      call(admin.as, "PATCH", `/members/${admin.id}`, { role: "owner" }),
      call(admin.as, "PATCH", `/members/${owner.id}`, { role: "viewer" }),
      call(admin.as, "DELETE", `/members/${owner.id}`),
      call(admin.as, "POST", "/members/invite", { email: "friend@example.com", role: "owner" }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await call(admin.as, "PATCH", `/members/${viewer.id}`, { role: "editor" })).body).toMatchObject({
      id: viewer.id,
      role: "editor",
    });
  });

  test("the last owner can be neither removed nor made less", async () => {
    const { workspaceId, owner } = await setUp();
    expect((await call(owner.as, "DELETE", `/members/${owner.id}`)).status).toBe(409);
    expect((await call(owner.as, "PATCH", `/members/${owner.id}`, { role: "admin" })).status).toBe(409);
    const other = await member(workspaceId, "owner");
    const both = await Promise.all([call(owner.as, "DELETE", `/members/${owner.id}`), call(other.as, "DELETE", `/members/${other.id}`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test("everybody may leave, and loses the workspace with it", async () => {
    const { workspaceId } = await setUp();
    const viewer = await member(workspaceId, "viewer");
    expect((await call(viewer.as, "DELETE", `/members/${viewer.id}`)).body).toEqual({ removed: true });
    expect((await call(viewer.as, "GET", "/session")).status).toBe(403);
  });

  test("the contract's roles are the ones that the database takes", async () => {
    const workspaceId = await database.createWorkspace();
    for (const role of roles) await member(workspaceId, role);
    expect((await createMemberStore(database.db).list(workspaceId)).map((one) => one.role)).toEqual([...roles]);
  });
});

describe("an API key", () => {
  test("does what its scopes allow, and no more", async () => {
    const { workspaceId, owner } = await setUp();
    const { status, body: key } = await call(owner.as, "POST", "/api-keys", {
      name: "Reporting",
      scopes: ["members:read", "members:read"],
    });
    expect(status).toBe(201);
    expect(key).toMatchObject({
      name: "Reporting",
      scopes: ["members:read"],
      createdBy: expect.stringMatching(/^Person/),
      lastUsedAt: null,
      start: String(key.key).slice(0, 8),
    });
    expect((await call(bearer(key.key), "GET", "/session")).body).toMatchObject({
      user: null,
      role: null,
      workspace: { id: workspaceId },
      permissions: ["members:read"],
    });
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(200);
    expect((await call(bearer(key.key), "PATCH", "/workspace", { name: "No" })).status).toBe(403);
  });

  test("is stored as a hash and never shown again", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", { name: "Once", scopes: ["people:read"] });
    expect(JSON.stringify(await database.db.selectFrom("api_key").selectAll().execute())).not.toContain(String(key.key).slice(8));
    expect(JSON.stringify((await call(owner.as, "GET", "/api-keys")).body)).not.toContain(String(key.key).slice(8));
  });

  test("stops when it is revoked", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", { name: "Leaked", scopes: ["members:read"] });
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(200);
    expect((await call(owner.as, "DELETE", `/api-keys/${String(key.id)}`)).body).toEqual({ revoked: true });
    expect((await call(bearer(key.key), "GET", "/members")).body.error?.code).toBe("unauthenticated");
    expect((await call(owner.as, "DELETE", `/api-keys/${String(key.id)}`)).status).toBe(404);
  });

  test("revoked on another server stops within ten seconds", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", { name: "Far away", scopes: ["members:read"] });
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(200);
    await database.db.updateTable("api_key").set({ revoked_at: new Date() }).where("id", "=", String(key.id)).execute();
    clock += 10_001;
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(401);
  });

  test("stops when it expires, even while it is remembered", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", { name: "For a day", scopes: ["members:read"], expiresInDays: 1 });
    clock = Date.parse(String(key.expiresAt)) - 1;
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(200);
    clock += 1;
    expect((await call(bearer(key.key), "GET", "/members")).status).toBe(401);
  });

  test("notes when it was used, at most once a minute", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", { name: "Busy", scopes: ["members:read"] });
    const usedAt = async () =>
      (
        await database.db.selectFrom("api_key").select("last_used_at").where("id", "=", String(key.id)).executeTakeFirstOrThrow()
      ).last_used_at?.getTime();
    const first = clock;
    await call(bearer(key.key), "GET", "/members");
    expect(await usedAt()).toBe(first);
    clock = first + 30_000;
    await call(bearer(key.key), "GET", "/members");
    expect(await usedAt()).toBe(first);
    clock = first + 61_000;
    await call(bearer(key.key), "GET", "/members");
    expect(await usedAt()).toBe(clock);
  });

  test("cannot be given more than its maker has, nor make owners or workspaces", async () => {
    const { owner } = await setUp();
    const { body: key } = await call(owner.as, "POST", "/api-keys", {
      name: "Keys",
      scopes: ["keys:write", "members:write", "workspace:write"],
    });
    expect((await call(bearer(key.key), "POST", "/api-keys", { name: "More", scopes: [...permissions] })).status).toBe(403);
    expect((await call(bearer(key.key), "POST", "/members/invite", { email: "friend@example.com", role: "owner" })).status).toBe(403);
    expect((await call(bearer(key.key), "POST", "/members/invite", { email: "friend@example.com", role: "admin" })).status).toBe(403);
    expect((await call(bearer(key.key), "POST", "/workspaces", { name: "New" })).status).toBe(403);
  });

  test.each(["tl_unknown", "wk_something", ""])("%s is not known", async (key) =>
    expect((await call(bearer(key), "GET", "/session")).status).toBe(401),
  );
});

describe("workspaces", () => {
  test("get a slug of their own, and the caller as owner", async () => {
    const { owner } = await setUp();
    const [one, two] = [
      await call(owner.as, "POST", "/workspaces", { name: "Café Müller & Co" }),
      await call(owner.as, "POST", "/workspaces", { name: "Café Müller & Co", sample: true }),
    ];
    expect([one.body.slug, two.body.slug]).toEqual(["cafe-muller-co", "cafe-muller-co-2"]);
    expect((await call({ ...owner.as, "x-throughline-workspace": "cafe-muller-co-2" }, "GET", "/session")).body).toMatchObject({
      role: "owner",
      workspace: { isSample: true },
    });
    expect(sampled).toEqual([two.body.id]);
  });

  test("change name and time zone, but only to a time zone that exists", async () => {
    const { owner } = await setUp();
    expect((await call(owner.as, "PATCH", "/workspace", { name: "Acme", timezone: "Europe/Paris" })).body).toMatchObject({
      name: "Acme",
      timezone: "Europe/Paris",
    });
    expect((await call(owner.as, "PATCH", "/workspace", { timezone: "Mars/Olympus" })).body.error).toMatchObject({
      code: "invalid_input",
      issues: [{ field: "timezone" }],
    });
    expect((await call(owner.as, "PATCH", "/workspace", {})).body).toMatchObject({ name: "Acme" });
  });
});

test("every change stands in the audit log, page by page, newest first", async () => {
  const { workspaceId, owner } = await setUp();
  const viewer = await member(workspaceId, "viewer");
  await call(owner.as, "PATCH", "/workspace", { name: "Acme" });
  await call(owner.as, "PATCH", `/members/${viewer.id}`, { role: "agent" });
  await call(owner.as, "DELETE", `/members/${viewer.id}`);
  const first = (await call(owner.as, "GET", "/audit?limit=2")).body as {
    items: { action: string; actor: string; subject: string; details: object }[];
    next: string;
  };
  expect(first.items.map(({ action }) => action)).toEqual(["member.remove", "member.set_role"]);
  expect(first.items[1]).toMatchObject({
    actor: expect.stringMatching(/^user:Person/),
    subject: viewer.email,
    details: { from: "viewer", to: "agent" },
  });
  const rest = (await call(owner.as, "GET", `/audit?limit=2&cursor=${first.next}`)).body as typeof first;
  expect([rest.items.map(({ action }) => action), rest.next]).toEqual([["workspace.update"], null]);
  expect(rest.items[0]?.details).toEqual({ before: { name: expect.any(String) }, after: { name: "Acme" } });
  expect((await call(owner.as, "GET", "/audit?cursor=nonsense")).body.error?.code).toBe("invalid_input");
  expect(((await call(owner.as, "GET", "/audit?action=member.remove")).body as typeof first).items).toHaveLength(1);
});

describe("an invitation", () => {
  const tokenOf = (link: unknown) => new URL(String(link)).pathname.replace("/invite/", "");
  const inspect = async (link: unknown) => (await server.app.inject({ url: `/api/auth/invitation?token=${tokenOf(link)}` })).json();
  const accept = (link: unknown, input: object, cookie?: string) =>
    server.app.inject({
      method: "POST",
      url: "/api/auth/invitation/accept",
      payload: { token: tokenOf(link), ...input },
      headers: { origin: testPublicUrl, ...(cookie ? { cookie } : {}) },
    });
  const invite = async (as: Record<string, string>, email: string, role: Role = "editor") =>
    (await call(as, "POST", "/members/invite", { email, role })).body;

  test("makes somebody new a member, signed in, once", async () => {
    const { workspaceId, owner } = await setUp();
    const email = `New.Hire-${++people}@example.com`;
    const invitation = await invite(owner.as, email);
    expect(invitation).toMatchObject({ email: email.toLowerCase(), role: "editor", mailed: true });
    expect(server.mails.at(-1)).toMatchObject({ to: email.toLowerCase(), text: expect.stringContaining(String(invitation.link)) });
    expect(await inspect(invitation.link)).toMatchObject({ email: email.toLowerCase(), role: "editor", hasAccount: false });

    expect((await accept(invitation.link, { name: "Grace" })).json().error.issues).toMatchObject([{ field: "password" }]);
    const accepted = await accept(invitation.link, { name: "Grace", password });
    expect(accepted.json()).toEqual({ workspaceId });
    expect((await call({ cookie: cookiesOf(accepted) }, "GET", "/session")).body).toMatchObject({
      role: "editor",
      user: { name: "Grace" },
      workspace: { id: workspaceId },
    });
    expect((await accept(invitation.link, { name: "Eve", password })).statusCode).toBe(404);
    expect(await inspect(invitation.link)).toMatchObject({ error: { code: "not_found" } });
  });

  test("does not open an account that exists: its owner signs in first", async () => {
    const [one, other] = [await setUp(), await setUp()];
    const invitation = await invite(one.owner.as, other.owner.email, "viewer");
    expect(await inspect(invitation.link)).toMatchObject({ hasAccount: true });
    const stranger = await accept(invitation.link, { name: "Eve", password: "a new password" });
    expect([stranger.statusCode, stranger.headers["set-cookie"]]).toEqual([401, undefined]);
    expect((await accept(invitation.link, {}, one.owner.as.cookie)).statusCode).toBe(401);
    expect((await accept(invitation.link, {}, other.owner.as.cookie)).json()).toEqual({ workspaceId: one.workspaceId });
    expect((await call({ ...other.owner.as, "x-throughline-workspace": one.workspaceId }, "GET", "/session")).body.role).toBe("viewer");
  });

  test("stops when taken back, replaced by a newer one, or too old", async () => {
    const { owner } = await setUp();
    const email = `guest-${++people}@example.com`;
    const first = await invite(owner.as, email);
    const second = await invite(owner.as, email);
    expect((await inspect(first.link)).error.code).toBe("not_found");
    expect(((await call(owner.as, "GET", "/members")).body.invitations as object[]).length).toBe(1);
    expect((await call(owner.as, "DELETE", `/members/invite/${String(second.id)}`)).body).toEqual({ cancelled: true });
    expect((await accept(second.link, { name: "Guest", password })).statusCode).toBe(404);
    const third = await invite(owner.as, email);
    await database.db
      .updateTable("workspace_invitation")
      .set({ expires_at: new Date(Date.now() - 1) })
      .where("id", "=", String(third.id))
      .execute();
    expect((await accept(third.link, { name: "Guest", password })).statusCode).toBe(404);
  });

  test("is not for members", async () => {
    const { owner } = await setUp();
    expect((await call(owner.as, "POST", "/members/invite", { email: owner.email, role: "viewer" })).body.error?.code).toBe("conflict");
  });
});
