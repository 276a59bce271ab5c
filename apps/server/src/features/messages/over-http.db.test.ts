import { createHmac, generateKeyPairSync } from "node:crypto";
import { personIdOf, type Permission } from "@throughline/contract";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashApiKey, newApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import { createOutbound } from "../../platform/http/outbound.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestServer, type TestServer } from "../../testing/test-server.ts";
import { createCallSender, messageRoutes, queueCalls, type SettledCall } from "./index.ts";
import { getChannels, newSecret, setChannels } from "./channels/manage-channels.ts";
import { createMessagesFixture, startMailServer, startWebServer, type MessagesFixture } from "./messages.fixture.ts";
import { createGiveMessage } from "./sending/give-message.ts";
import { createMessageSender } from "./sending/message-sender.ts";
import { leaseMs } from "./sending/outcome.ts";
import { createTemplate, publishTemplate } from "./templates/manage-templates.ts";
import { testTemplate } from "./templates/test-template.ts";

let fixture: MessagesFixture;
let server: TestServer;
let workspaceId: string;
const open: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  fixture = await createMessagesFixture();
  server = await createTestServer({ database: fixture.pipeline.database, routes: () => ({ messages: messageRoutes(fixture.deps) }) });
});
afterAll(async () => {
  await server.app.close();
  await fixture.close();
});
beforeEach(async () => {
  workspaceId = await fixture.workspace();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function keyWith(...scopes: Permission[]): Promise<string> {
  const key = newApiKey();
  await fixture.deps.db
    .insertInto("api_key")
    .values({ workspace_id: workspaceId, name: "Key", hash: hashApiKey(key), start: startOfApiKey(key), scopes })
    .execute();
  return `Bearer ${key}`;
}
const caller = (authorization: string) => async (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, payload?: object) => {
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers: { authorization }, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
};
const editor = () => testAccess(workspaceId, "editor");
const admin = () => testAccess(workspaceId, "admin");
const onError = (error: unknown) => {
  throw error;
};

describe("templates", () => {
  test("are made, changed, previewed as a person, published and deleted", async () => {
    const call = caller(await keyWith("flows:read", "flows:write", "people:read"));
    const made = await call("POST", "/templates", { name: "Wélcome you" });
    expect(made).toMatchObject({
      status: 201,
      body: { key: "welcome-you", channel: "email", version: null, hasChanges: true, revision: 1 },
    });
    const draft = made.body["draft"] as { locales: Record<string, { mjml: string }> };
    const mjml = draft.locales["en"]?.mjml.replace("Hello", "Plan {{ person.plan }} {{ person.seats }}");
    const changed = await call("PATCH", "/templates/welcome-you", {
      revision: 1,
      draft: {
        ...draft,
        locales: { en: { ...draft.locales["en"], mjml }, de: { ...draft.locales["en"], subject: "Hallo {{ person.firstName }}" } },
      },
    });
    expect(changed).toMatchObject({ status: 200, body: { revision: 2, locales: ["en", "de"] } });
    expect((await call("PATCH", "/templates/welcome-you", { revision: 1, name: "Late" })).status).toBe(409);
    const preview = await call("POST", "/templates/preview", { key: "welcome-you", person: personIdOf(fixture.ada(workspaceId)) });
    expect(preview).toMatchObject({ status: 200, body: { rendered: { locale: "de", subject: "Hallo Ada" } } });
    const english = await call("POST", "/templates/preview", {
      key: "welcome-you",
      person: personIdOf(fixture.ada(workspaceId)),
      locale: "en",
    });
    expect(JSON.stringify(english.body["rendered"])).toContain("Plan pro");
    expect(english.body["issues"]).toMatchObject([
      { code: "missing_variable", message: "The person has no person.seats, and there is no default." },
    ]);
    expect((await call("POST", "/templates/welcome-you/publish", {})).body).toMatchObject({ version: 1, hasChanges: false });
    expect((await call("GET", "/templates/welcome-you/versions")).body).toMatchObject({ items: [{ version: 1 }] });
    expect((await call("GET", "/templates?search=welc")).body).toMatchObject({ items: [{ key: "welcome-you" }], next: null });
    const { rows: audit } = await sql<{ action: string; details: object }>`
      SELECT action, details FROM audit_entry WHERE workspace_id = ${workspaceId} ORDER BY id`.execute(fixture.deps.db);
    expect(audit.slice(1)).toEqual([
      {
        action: "template.update",
        details: {
          name: "Wélcome you",
          before: { languages: { en: { mjml: expect.stringContaining("Hello") as string } } },
          after: {
            languages: {
              en: { mjml: expect.stringContaining("Plan {{ person.plan }}") as string },
              de: expect.objectContaining({ subject: "Hallo {{ person.firstName }}" }) as object,
            },
          },
        },
      },
      { action: "template.publish", details: { name: "Wélcome you", before: {}, after: { version: 1 } } },
    ]);
    expect(JSON.stringify(audit[1]).length, "texts are cut to where they differ").toBeLessThan(1500);
    expect((await call("DELETE", "/templates/welcome-you")).body).toEqual({ deleted: true });
    expect((await call("GET", "/templates/welcome-you")).status).toBe(404);
  });

  test("with a mistake are kept as drafts and not published, and the mistake is named", async () => {
    const call = caller(await keyWith("flows:read", "flows:write"));
    const locales = { en: { subject: "{% if %}", mjml: "<p>no mjml</p>" } };
    const made = await call("POST", "/templates", { name: "Bad", draft: { channel: "email", fallback: "en", locales } });
    expect(made.body["issues"]).toMatchObject([
      { code: "syntax", field: "locales.en.subject" },
      { code: "mjml", severity: "error", field: "locales.en.mjml" },
    ]);
    expect(await call("POST", "/templates/bad/publish", {})).toMatchObject({
      status: 400,
      body: { error: { issues: [{ field: "draft.locales.en.subject" }, { field: "draft.locales.en.mjml" }] } },
    });
    expect(
      (await call("POST", "/templates", { name: "X", draft: { channel: "sms", fallback: "de", locales: { en: { text: "x" } } } })).status,
    ).toBe(400);
  });

  test("are the workspace's own, and a viewer only reads them", async () => {
    await fixture.template(workspaceId);
    const viewer = caller(await keyWith("flows:read"));
    expect((await viewer("GET", "/templates/hello")).status).toBe(200);
    expect((await viewer("PATCH", "/templates/hello", { name: "x" })).status).toBe(403);
    expect((await viewer("POST", "/templates/hello/test", {})).status).toBe(403);
    expect((await viewer("POST", "/templates/preview", { key: "hello", person: personIdOf(fixture.ada(workspaceId)) })).status).toBe(403);
    expect((await viewer("PUT", "/channels", {})).status).toBe(403);
    workspaceId = await fixture.pipeline.database.createWorkspace();
    const other = caller(await keyWith("flows:read", "flows:write", "people:read"));
    expect((await other("GET", "/templates")).body).toMatchObject({ items: [] });
    expect((await other("POST", "/templates/hello/publish", {})).status).toBe(404);
  });

  test("are tried out on oneself, and nothing of that is on a timeline", async () => {
    await fixture.template(workspaceId);
    const mail = await startMailServer();
    open.push(mail);
    await fixture.mailServer(workspaceId, mail.port);
    const { id } = await fixture.deps.db
      .insertInto("auth_user")
      .values({ name: "Ed", email: `ed-${workspaceId}@x.example` })
      .returning("id")
      .executeTakeFirstOrThrow();
    const deps = { ...fixture.deps, give: createGiveMessage(fixture.deps) };
    const access = testAccess(workspaceId, "editor", { id, name: "Ed" });
    const sent = await testTemplate(deps, access, {
      key: "hello",
      to: "somebody@else.example",
      person: personIdOf(fixture.ada(workspaceId)),
      context: {},
    });
    expect(sent).toEqual({ state: "sent", to: `ed-${workspaceId}@x.example`, reason: null });
    expect(mail.received[0]).toContain("Subject: [Test] Hello Ada");
    expect(await fixture.rows(workspaceId)).toEqual([]);
    expect(await fixture.told(workspaceId)).toEqual([]);
  });
});

describe("channel settings", () => {
  test("take secrets and never tell them; they are encrypted where they lie", async () => {
    const call = caller(await keyWith("flows:read", "workspace:write"));
    const smtp = { host: "smtp.example.com", port: 587, secure: false, user: "cx", password: "correct horse" };
    const set = await call("PUT", "/channels", {
      email: { from: "cx@example.com", smtp },
      sms: { kind: "twilio", accountSid: "AC1", from: "+1555", token: "tw-secret" },
    });
    expect(set).toMatchObject({
      status: 200,
      body: {
        email: { ready: true, smtp: { host: "smtp.example.com", hasPassword: true } },
        sms: { ready: true, provider: { hasToken: true } },
      },
    });
    expect(JSON.stringify((await call("GET", "/channels")).body)).not.toMatch(/correct horse|tw-secret/);
    const { rows } = await sql<{
      all: string;
    }>`SELECT settings::text || encode(secrets, 'escape') AS all FROM message_channels WHERE workspace_id = ${workspaceId}`.execute(
      fixture.deps.db,
    );
    expect(rows[0]?.all).not.toMatch(/correct horse|tw-secret/);
    const { rows: audit } = await sql<{
      details: string;
    }>`SELECT details::text FROM audit_entry WHERE workspace_id = ${workspaceId}`.execute(fixture.deps.db);
    expect(JSON.stringify(audit)).not.toMatch(/correct horse|tw-secret/);
    expect(audit.map(({ details }) => JSON.parse(details) as object)).toContainEqual(
      expect.objectContaining({
        parts: ["email", "sms"],
        before: {},
        after: {
          email: { from: "cx@example.com", smtp: { host: "smtp.example.com", port: 587, secure: false, requireTls: false, user: "cx" } },
          sms: { kind: "twilio", accountSid: "AC1", from: "+1555" },
        },
        secretsChanged: expect.arrayContaining(["smtp", "sms"]),
      }),
    );
    // A password goes to the server that it was given for.
    const { password: _password, ...elsewhere } = { ...smtp, host: "smtp.evil.example" };
    expect((await call("PUT", "/channels", { email: { smtp: elsewhere } })).body).toMatchObject({
      email: { ready: false, smtp: { hasPassword: false } },
    });
    // So do a token and a provider's secret.
    const inbound = { provider: "mailgun", secret: "key-1" };
    expect((await call("PUT", "/channels", { email: { inbound } })).body).toMatchObject({ email: { inbound: { hasSecret: true } } });
    const others = { email: { inbound: { provider: "resend" } }, sms: { kind: "twilio", accountSid: "AC2", from: "+1555" } };
    expect((await call("PUT", "/channels", others)).body).toMatchObject({
      email: { inbound: { provider: "resend", hasSecret: false } },
      sms: { ready: false, provider: { accountSid: "AC2", hasToken: false } },
    });
    expect((await call("PUT", "/channels", { sms: null })).body).toMatchObject({ sms: { ready: false, provider: null } });
  });
});

const publish = async (channel: "sms" | "push" | "webhook", content: object) => {
  const draft = { channel, fallback: "en", locales: { en: content } } as Parameters<typeof createTemplate>[2]["draft"];
  await createTemplate(fixture.deps, editor(), { name: channel, key: channel, description: "", draft });
  await publishTemplate(fixture.deps, editor(), { key: channel });
  await fixture.queue(workspaceId, { channel, template: channel });
};
const state = async () => (await fixture.rows(workspaceId))[0];

describe("SMS by Twilio", () => {
  const begin = async (answer: Parameters<typeof startWebServer>[0]) => {
    const web = await startWebServer(answer);
    open.push(web);
    await setChannels(fixture.deps, admin(), { sms: { kind: "twilio", accountSid: "AC1", from: "+1555", token: "tok" } });
    await publish("sms", { text: "Hi {{ person.firstName }}" });
    await createMessageSender({ ...fixture.deps, providerUrls: { twilio: web.url }, onError }).sendDue();
    return web;
  };

  test("is sent to the person's number, with the account's token", async () => {
    const web = await begin(() => ({ status: 201, body: '{"sid":"SM1"}' }));
    expect(web.calls).toMatchObject([
      {
        method: "POST",
        url: "/2010-04-01/Accounts/AC1/Messages.json",
        headers: { authorization: `Basic ${Buffer.from("AC1:tok").toString("base64")}` },
      },
    ]);
    expect(Object.fromEntries(new URLSearchParams(web.calls[0]?.body))).toEqual({ To: "+4915112345678", Body: "Hi Ada", From: "+1555" });
    expect((await fixture.told(workspaceId)).map(({ name }) => name)).toEqual(["SMS Sent"]);
  });
  test("to a number that is none has failed", async () => {
    await begin(() => ({ status: 400, body: '{"code":21211,"message":"Invalid number"}' }));
    expect(await state()).toMatchObject({ state: "failed", reason: "Twilio answered 400: Invalid number" });
  });
  test("that is too fast is tried again, and without an answer it is unknown", async () => {
    await begin(() => ({ status: 429 }));
    expect(await state()).toMatchObject({ state: "queued" });
    workspaceId = await fixture.workspace();
    await begin(() => "never");
    expect(await state()).toMatchObject({ state: "unknown" });
  });
});

test("providers that refuse the account or its key are shown where channels are set up, and spend no message", async () => {
  const web = await startWebServer(({ url }) =>
    url === "/token"
      ? { status: 400, body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}' }
      : { status: 401, body: '{"message":"Authenticate"}' },
  );
  open.push(web);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const push = { kind: "fcm" as const, projectId: "p", clientEmail: "svc@p.example" };
  await setChannels(fixture.deps, admin(), {
    sms: { kind: "twilio", accountSid: "AC1", from: "+1555", token: "tok" },
    push: { ...push, privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() },
  });
  await fixture.pipeline.process(workspaceId, [
    { type: "identify", messageId: "push", userId: "ada", traits: { pushToken: "device-1" }, timestamp: "2026-03-02T10:00:00Z" },
  ]);
  await publish("sms", { text: "Hi" });
  await publish("push", { title: "Hi", text: "there", url: "", image: "" });
  await fixture.queue(workspaceId, { key: "s", channel: "sms", template: "sms" }, { key: "p", channel: "push", template: "push" });
  const providerUrls = { twilio: web.url, fcm: web.url, fcmToken: `${web.url}/token` };
  await createMessageSender({ ...fixture.deps, providerUrls, onError }).sendDue();
  expect(new Set((await fixture.rows(workspaceId)).map(({ state }) => state))).toEqual(new Set(["queued"]));
  expect(await getChannels(fixture.deps, admin())).toMatchObject({
    sms: { ready: false, problem: expect.stringContaining("Twilio refuses the account or its token") },
    push: { ready: false, problem: expect.stringContaining("Invalid JWT Signature") },
  });
  await setChannels(fixture.deps, admin(), { push: { ...push, privateKey: "no key" } });
  await createMessageSender({ ...fixture.deps, providerUrls, onError }).sendDue();
  expect((await getChannels(fixture.deps, admin())).push.problem).toContain("no RSA key");
});

test("push messages go to the device of the person, with a token that Google gives for the service account", async () => {
  await fixture.pipeline.process(workspaceId, [
    { type: "identify", messageId: "push", userId: "ada", traits: { pushToken: "device-1" }, timestamp: "2026-03-02T10:00:00Z" },
  ]);
  const web = await startWebServer(({ url }) =>
    url === "/token"
      ? { status: 200, body: '{"access_token":"ya29","expires_in":3600}' }
      : { status: 200, body: '{"name":"projects/p/messages/1"}' },
  );
  open.push(web);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await setChannels(fixture.deps, admin(), {
    push: {
      kind: "fcm",
      projectId: "shop",
      clientEmail: "a@shop.iam.gserviceaccount.com",
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    },
  });
  await publish("push", { title: "Hi {{ person.firstName }}", text: "News", url: "https://shop.example/", image: "" });
  await createMessageSender({ ...fixture.deps, providerUrls: { fcm: web.url, fcmToken: `${web.url}/token` }, onError }).sendDue();
  expect(web.calls.map(({ url }) => url)).toEqual(["/token", "/v1/projects/shop/messages:send"]);
  expect(web.calls[1]?.headers.authorization).toBe("Bearer ya29");
  expect(JSON.parse(web.calls[1]?.body ?? "")).toMatchObject({
    message: { token: "device-1", notification: { title: "Hi Ada", body: "News" } },
  });
  expect((await fixture.told(workspaceId)).map(({ name }) => name)).toEqual(["Push Sent"]);
});

describe("webhooks", () => {
  test("are signed, and tried again under the same id when the other side has a fault", async () => {
    const web = await startWebServer((_call, turn) => ({ status: turn === 1 ? 500 : 200 }));
    open.push(web);
    const { secret } = await newSecret(fixture.deps, admin(), { of: "webhook" });
    await publish("webhook", {
      method: "POST",
      url: `${web.url}/hook`,
      headers: { "X-Kind": "{{ person.plan }}" },
      body: '{"name":"{{ person.firstName }}"}',
    });
    await createMessageSender({ ...fixture.deps, onError }).sendDue();
    expect(await state()).toMatchObject({ state: "queued", reason: "It answered 500." });
    fixture.clock.nowMs += 60_000;
    await createMessageSender({ ...fixture.deps, onError }).sendDue();
    expect(await state()).toMatchObject({ state: "sent", attempts: 2 });
    const [first, second] = web.calls;
    expect(second).toMatchObject({ body: '{"name":"Ada"}', headers: { "x-kind": "pro", "webhook-id": first?.headers["webhook-id"] } });
    const said = `${String(second?.headers["webhook-id"])}.${String(second?.headers["webhook-timestamp"])}.${second?.body ?? ""}`;
    expect(second?.headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
        .update(said)
        .digest("base64")}`,
    );
  });

  test("reach no private address unless that is allowed", async () => {
    await publish("webhook", { method: "POST", url: "http://127.0.0.1:9/hook", headers: {}, body: null });
    await createMessageSender({ ...fixture.deps, outbound: createOutbound({ allowPrivate: false }), onError }).sendDue();
    expect(await state()).toMatchObject({ state: "failed", reason: expect.stringContaining("not on the public internet") });
  });
});

describe("calls of flows", () => {
  const settled: SettledCall[] = [];
  const calls = (more: object = {}) =>
    createCallSender({ ...fixture.deps, settle: async (_tx, call) => void settled.push(call), onError, ...more });
  const queue = (url: string, key = "run step 1", body: string | null = null) =>
    fixture.deps.db
      .transaction()
      .execute((tx) =>
        queueCalls(
          tx,
          workspaceId,
          [{ key, profileId: fixture.ada(workspaceId), flow: "f", method: "POST", url, body, context: { event: { name: "Stalled" } } }],
          new Date(fixture.clock.nowMs),
        ),
      );
  beforeEach(() => void settled.splice(0));

  test("are made once for a key, and settled with the answer in one transaction", async () => {
    const web = await startWebServer(() => ({ status: 404, body: '{"plan":{"name":"pro"}}' }));
    open.push(web);
    await queue(web.url);
    await queue(web.url);
    const failing = calls({
      settle: async () => {
        throw new Error("the run did not advance");
      },
    });
    await expect(failing.sendDue()).rejects.toThrow("did not advance");
    expect(await calls().sendDue()).toBe(0);
    fixture.clock.nowMs += leaseMs;
    await calls().sendDue();
    expect(settled).toMatchObject([{ key: "run step 1", outcome: "unknown", status: null }]);
    expect(web.calls).toHaveLength(1);
    await queue(web.url, "run step 2");
    await calls().sendDue();
    expect(settled[1]).toMatchObject({ key: "run step 2", outcome: "answered", status: 404, body: { plan: { name: "pro" } } });
    expect(JSON.parse(web.calls[1]?.body ?? "")).toMatchObject({
      event: { name: "Stalled" },
      person: { firstName: "Ada" },
      account: { key: "acme" },
    });
  });

  test("are tried again after faults of the other side, and not when it is unknown whether they arrived", async () => {
    const web = await startWebServer((_call, turn) =>
      turn === 1 ? { status: 503 } : turn === 2 ? { status: 200, body: "fine" } : "never",
    );
    open.push(web);
    await queue(web.url);
    await calls().sendDue();
    expect(settled).toEqual([]);
    fixture.clock.nowMs += 60_000;
    await calls().sendDue();
    expect(settled).toMatchObject([{ outcome: "answered", status: 200, body: "fine" }]);
    await queue(web.url, "second");
    await calls().sendDue();
    fixture.clock.nowMs += 86_400_000;
    await calls().sendDue();
    expect(settled[1]).toMatchObject({ key: "second", outcome: "unknown" });
    expect(web.calls).toHaveLength(3);
  });
});
