import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHttpServer } from "../../platform/http/create-http-server.ts";
import { createLog } from "../../platform/telemetry/create-log.ts";
import { createMetrics } from "../../platform/telemetry/metrics.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createSourceFinder } from "../collect/index.ts";
import { decideTouches } from "../arbiter/index.ts";
import { setConsent } from "../people/set-consent.ts";
import { newSecret, setChannels } from "./channels/manage-channels.ts";
import { registerInboundMail, registerInbox, registerPublicMessages } from "./index.ts";
import { createMessagesFixture, type MessagesFixture } from "./messages.fixture.ts";
import { toToken, trackedUrl } from "./public/addresses.ts";
import { createMessageSender } from "./sending/message-sender.ts";
import { createTemplate, publishTemplate } from "./templates/manage-templates.ts";

let fixture: MessagesFixture;
let workspaceId: string;
let app: FastifyInstance;
let messageId: string;
let token: string;
beforeAll(async () => {
  fixture = await createMessagesFixture();
  app = await createHttpServer({ log: createLog({ level: "silent" }), metrics: createMetrics(), trustProxy: false, https: false });
  await registerPublicMessages(app, fixture.deps);
  await registerInboundMail(app, fixture.deps);
  await registerInbox(app, { ...fixture.deps, sources: createSourceFinder(fixture.deps.db) });
});
afterAll(async () => {
  await app.close();
  await fixture.close();
});
const admin = () => testAccess(workspaceId, "admin");
/** A message to Ada that was sent; no provider is needed for that here. */
beforeEach(async () => {
  workspaceId = await fixture.workspace();
  await fixture.template(workspaceId);
  await fixture.queue(workspaceId, { topic: "tips" });
  const give = async () => ({ state: "sent" as const, providerId: null });
  await createMessageSender({ ...fixture.deps, give, onError: () => {} }).sendDue();
  messageId = (await fixture.rows(workspaceId))[0]?.id ?? "";
  token = toToken(fixture.deps.keys, { workspaceId, profileId: fixture.ada(workspaceId), messageId });
});

const consents = async () => {
  const { rows } = await sql<{
    purpose: string;
    granted: boolean;
  }>`SELECT DISTINCT ON (purpose) purpose, granted FROM consent WHERE workspace_id = ${workspaceId} ORDER BY purpose, at DESC, message_id DESC`.execute(
    fixture.deps.db,
  );
  return Object.fromEntries(rows.map(({ purpose, granted }) => [purpose, granted]));
};
const names = async () => (await fixture.told(workspaceId)).map(({ name }) => name);
const form = (url: string, payload: string) =>
  app.inject({ method: "POST", url, payload, headers: { "content-type": "application/x-www-form-urlencoded" } });
const ask = (topic?: string) =>
  fixture.deps.db.transaction().execute(async (tx) => {
    const touch = {
      id: `t${Math.random()}`,
      person: personIdOf(fixture.ada(workspaceId)),
      kind: "message" as const,
      purpose: "service" as const,
      channel: "email" as const,
      priority: 5,
      value: 1,
      stakes: "low" as const,
      decidedBy: "person" as const,
      ...(topic === undefined ? {} : { topic }),
    };
    return [...(await decideTouches(tx, { workspaceId, nowMs: fixture.clock.nowMs }, [touch])).values()][0];
  });

describe("unsubscribing", () => {
  test("takes one click of a mail program, is on the timeline, and the arbiter keeps to it", async () => {
    const answer = await form(`/m/u/${token}`, "List-Unsubscribe=One-Click");
    expect(answer.statusCode).toBe(200);
    expect(await consents()).toEqual({ tips: false });
    expect(await names()).toEqual(["Email Sent", "Consent Updated", "Email Unsubscribed"]);
    expect(await ask("tips")).toMatchObject({ answer: "no", rule: "consent" });
    await form(`/m/u/${token}`, "List-Unsubscribe=One-Click");
    expect((await names()).filter((name) => name === "Email Unsubscribed")).toHaveLength(1);
  });

  test("does nothing when a program only opens the link", async () => {
    const answer = await app.inject({ method: "GET", url: `/m/u/${token}` });
    expect(answer.body).toContain("tips");
    expect(await consents()).toEqual({});
  });

  test("with a link that we did not sign is refused, and says nothing of who there is", async () => {
    for (const url of [`/m/u/${token}x`, `/m/p/${token.slice(1)}`, "/m/p/a.b"]) {
      const answer = await app.inject({ method: "GET", url });
      expect([answer.statusCode, answer.body.includes("ada@x.example")]).toEqual([404, false]);
    }
  });
});

describe("the preference centre", () => {
  test("shows what holds, works without scripts and sign-in, and keeps what is chosen", async () => {
    await setChannels(fixture.deps, admin(), {
      preferences: {
        company: "Varnbrook & Co",
        topics: [
          { key: "tips", name: "Tips", description: "" },
          { key: "events", name: "Events", description: "Near you" },
        ],
      },
    });
    const page = await app.inject({ method: "GET", url: `/m/p/${token}` });
    expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.body).toContain("Varnbrook &amp; Co");
    expect(page.body).not.toContain("<script");
    expect(page.body).not.toContain("{company}");
    const saved = await form(`/m/p/${token}`, "do=save&topic=events&purpose=service");
    expect(saved.statusCode).toBe(303);
    expect(await consents()).toEqual({ events: true, surveys: false });
    expect((await fixture.told(workspaceId)).map(({ name, properties }) => [name, properties["topic"]])).toEqual(
      expect.arrayContaining([
        ["Email Resubscribed", "events"],
        ["Email Unsubscribed", "surveys"],
      ]),
    );
    const again = await app.inject({ method: "GET", url: `/m/p/${token}?saved=1` });
    expect(again.body).toMatch(/value="events" checked/);
    expect(again.body).toContain('role="status"');
  });

  test("speaks the person's language, else their browser's, else English, and another that is chosen there", async () => {
    const language = async (path: string, accepted?: string) => {
      const page = await app.inject({ method: "GET", url: path, headers: accepted === undefined ? {} : { "accept-language": accepted } });
      expect(page.body).toContain(`<html lang="${page.headers["content-language"]}" dir="ltr">`);
      return page.headers["content-language"];
    };
    // Ada's trait is `de_AT`, Bob has none.
    const bobs = toToken(fixture.deps.keys, { workspaceId, profileId: profileIdOf(workspaceId, "userId", "bob"), messageId: null });
    expect(await language(`/m/p/${token}`, "en-GB")).toBe("de");
    expect(await language(`/m/p/${token}?lang=en`)).toBe("en");
    expect(await language(`/m/u/${bobs}`, "fr, de-CH;q=0.8, en;q=0.5")).toBe("de");
    expect(await language(`/m/u/${bobs}`, "fr, de;q=0")).toBe("en");
    expect(await language(`/m/u/${bobs}?lang=__proto__`)).toBe("en");
    expect(await language("/m/p/nobody", "de")).toBe("de");
  });

  test("says in that language when somebody answered, by their clocks, and keeps a language that was chosen", async () => {
    await form(`/m/p/${token}`, "do=save&purpose=service&purpose=marketing");
    const german = (await app.inject({ method: "GET", url: `/m/p/${token}` })).body;
    expect(german).toContain("Was Sie von");
    expect(german).toContain("Sie haben am 10. März 2026 zugestimmt.");
    expect(german).toContain("Sie haben am 10. März 2026 abgelehnt.");
    const saved = await form(`/m/p/${token}?lang=en`, "do=save&purpose=service");
    expect(saved.headers.location).toBe(`/m/p/${token}?saved=1&lang=en`);
    const english = (await app.inject({ method: "GET", url: String(saved.headers.location) })).body;
    expect(english).toContain("You said no on March 10, 2026.");
    expect(english).toContain(`action="/m/p/${token}?lang=en"`);
  });

  test("names topics in the reader's language where they have words in it", async () => {
    const locales = { de: { name: "Tipps", description: "Hin und wieder" } };
    const topics = [
      { key: "tips", name: "Hints", description: "", locales },
      { key: "events", name: "Events", description: "" },
    ];
    await setChannels(fixture.deps, admin(), { preferences: { company: "", topics } });
    const [german, english, leaving] = await Promise.all(
      [`/m/p/${token}`, `/m/p/${token}?lang=en`, `/m/u/${token}`].map((url) => app.inject({ method: "GET", url })),
    );
    expect(german?.body).toMatch(/Tipps.*Hin und wieder.*Events/);
    expect(english?.body).toMatch(/Hints.*Events/);
    expect(english?.body).not.toContain("Tipps");
    expect(leaving?.body).toContain('<strong dir="auto">Tipps</strong>');
  });

  test("leaves everything with one button", async () => {
    await form(`/m/p/${token}`, "do=none");
    expect(await consents()).toMatchObject({ marketing: false, service: false, surveys: false });
    expect(await ask()).toMatchObject({ answer: "no", rule: "consent" });
  });
});

describe("counting", () => {
  const click = (url: string) => {
    const tracked = new URL(trackedUrl(fixture.deps.keys, "http://localhost", token, url));
    return app.inject({ method: "GET", url: `${tracked.pathname}${tracked.search}` });
  };
  const pixel = () => app.inject({ method: "GET", url: `/m/o/${token}.gif` });

  test("a click leads on, and is noted for those who said yes", async () => {
    await setConsent(fixture.deps, testAccess(workspaceId, "editor"), {
      id: personIdOf(fixture.ada(workspaceId)),
      purpose: "analytics",
      granted: true,
    });
    const answer = await click("https://shop.example/a?b=1");
    expect([answer.statusCode, answer.headers.location]).toEqual([302, "https://shop.example/a?b=1"]);
    await click("https://shop.example/a?b=1");
    expect((await pixel()).headers["content-type"]).toBe("image/gif");
    expect((await fixture.told(workspaceId)).filter(({ actor }) => actor === "customer").map(({ name }) => name)).toEqual([
      "Email Clicked",
      "Email Opened",
    ]);
  });

  test("without a yes a click only leads on", async () => {
    expect((await click("https://shop.example/")).statusCode).toBe(302);
    await pixel();
    expect(await names()).toEqual(["Email Sent"]);
  });

  test("leads nowhere but where the mail said", async () => {
    const tracked = new URL(trackedUrl(fixture.deps.keys, "http://localhost", token, "https://shop.example/"));
    tracked.searchParams.set("u", "https://evil.example/");
    expect((await app.inject({ method: "GET", url: `${tracked.pathname}${tracked.search}` })).statusCode).toBe(404);
  });
});

describe("what providers tell", () => {
  const signed = (secret: string, body: string) => {
    const timestamp = String(fixture.clock.nowMs / 1000);
    const signature = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
      .update(`id1.${timestamp}.${body}`)
      .digest("base64");
    return { "webhook-id": "id1", "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
  };
  const tell = (payload: string, headers: Record<string, string>) =>
    app.inject({ method: "POST", url: `/hooks/mail/${workspaceId}`, payload, headers: { "content-type": "application/json", ...headers } });

  test("a bounce in our own form, signed", async () => {
    await setChannels(fixture.deps, admin(), { email: { inbound: { provider: "throughline" } } });
    const { secret } = await newSecret(fixture.deps, admin(), { of: "inbound" });
    const body = JSON.stringify({ type: "email.bounced", messageId, bounce: "hard", reason: "mailbox unknown" });
    expect((await tell(body, signed(secret, body))).json()).toEqual({ told: 1, known: 1 });
    expect((await tell(body, signed("whsec_AAAA", body))).statusCode).toBe(401);
    expect((await tell(body.replace("hard", "soft"), signed(secret, body))).statusCode).toBe(401);
    expect(await fixture.told(workspaceId)).toMatchObject([
      { name: "Email Sent" },
      { name: "Email Bounced", properties: { bounce: "hard", reason: "mailbox unknown" } },
    ]);
    await tell(body, signed(secret, body));
    expect(await names()).toEqual(["Email Sent", "Email Bounced"]);
  });

  test("a delivery report as a mail server wrote it", async () => {
    await setChannels(fixture.deps, admin(), { email: { inbound: { provider: "throughline" } } });
    const { secret } = await newSecret(fixture.deps, admin(), { of: "inbound" });
    const report = [
      "From: MAILER-DAEMON@mx.example",
      "Message-ID: <report@mx.example>",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Final-Recipient: rfc822; ada@x.example",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 No such user",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: <${messageId}@throughline.example>`,
      "--b--",
    ].join("\r\n");
    expect((await tell(report, { ...signed(secret, report), "content-type": "message/rfc822" })).json()).toEqual({ told: 1, known: 1 });
    expect((await fixture.told(workspaceId)).at(-1)).toMatchObject({
      name: "Email Bounced",
      properties: { bounce: "hard", reason: "smtp; 550 5.1.1 No such user" },
    });
  });

  test("a complaint by Mailgun is a no to the topic", async () => {
    await setChannels(fixture.deps, admin(), { email: { inbound: { provider: "mailgun", secret: "key-1" } } });
    const timestamp = String(fixture.clock.nowMs / 1000);
    const signature = createHmac("sha256", "key-1").update(`${timestamp}tok`).digest("hex");
    const body = JSON.stringify({
      signature: { timestamp, token: "tok", signature },
      "event-data": { event: "complained", message: { headers: { "message-id": `${messageId}@throughline.example` } } },
    });
    expect((await tell(body, {})).json()).toEqual({ told: 1, known: 1 });
    expect(await consents()).toEqual({ tips: false });
    expect((await tell(body.replace(signature, signature.replace(/^./, "0x")), {})).statusCode).toBe(401);
  });

  test("a delivery by SendGrid, signed with its key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await setChannels(fixture.deps, admin(), {
      email: { inbound: { provider: "sendgrid", secret: publicKey.export({ type: "spki", format: "der" }).toString("base64") } },
    });
    const body = JSON.stringify([
      { event: "delivered", "smtp-id": `<${messageId}@throughline.example>`, timestamp: fixture.clock.nowMs / 1000 },
    ]);
    const timestamp = String(fixture.clock.nowMs / 1000);
    const headers = {
      "x-twilio-email-event-webhook-timestamp": timestamp,
      "x-twilio-email-event-webhook-signature": createSign("sha256")
        .update(timestamp + body)
        .sign(privateKey, "base64"),
    };
    expect((await tell(body, headers)).json()).toEqual({ told: 1, known: 1 });
    expect((await tell(body.replace("delivered", "bounce"), headers)).statusCode).toBe(401);
    expect(await names()).toEqual(["Email Sent", "Email Delivered"]);
  });

  test("a bounce by Resend, signed by Svix: for good, or for now; what it names is our Message-ID, in a field or among the headers", async () => {
    const secret = `whsec_${Buffer.from("resend's own secret").toString("base64")}`;
    await setChannels(fixture.deps, admin(), { email: { inbound: { provider: "resend", secret } } });
    const svix = (body: string, key = secret) =>
      Object.fromEntries(Object.entries(signed(key, body)).map(([name, value]) => [name.replace("webhook-", "svix-"), value]));
    const bounce = { type: "Permanent", subType: "Suppressed", message: "mailbox unknown" };
    const told = (data: object) => JSON.stringify({ type: "email.bounced", created_at: new Date(fixture.clock.nowMs).toISOString(), data });
    const ours = `<${messageId}@throughline.example>`;
    const body = told({ email_id: "e1", headers: [{ name: "Message-ID", value: ours }], bounce });
    expect((await tell(body, svix(body, "whsec_AAAA"))).statusCode).toBe(401);
    const late = svix(body);
    fixture.clock.nowMs += 301_000;
    expect((await tell(body, late)).statusCode).toBe(401);
    expect((await tell(body, svix(body))).json()).toEqual({ told: 1, known: 1 });
    expect((await fixture.told(workspaceId)).at(-1)).toMatchObject({
      name: "Email Bounced",
      properties: { bounce: "hard", reason: "mailbox unknown" },
    });
    const soft = told({ email_id: "e1", message_id: ours, bounce: { ...bounce, type: "Transient" } });
    expect((await tell(soft, svix(soft))).json()).toEqual({ told: 1, known: 1 });
    const foreign = told({ email_id: "e2", message_id: "<somebody@else.example>", bounce });
    expect((await tell(foreign, svix(foreign))).json()).toEqual({ told: 0, known: 0 });
  });

  test("to another workspace says nothing of this one's messages", async () => {
    const other = await fixture.pipeline.database.createWorkspace();
    await setChannels(fixture.deps, testAccess(other, "admin"), { email: { inbound: { provider: "throughline" } } });
    const { secret } = await newSecret(fixture.deps, testAccess(other, "admin"), { of: "inbound" });
    const body = JSON.stringify({ type: "email.bounced", messageId });
    const answer = await app.inject({
      method: "POST",
      url: `/hooks/mail/${other}`,
      payload: body,
      headers: { "content-type": "application/json", ...signed(secret, body) },
    });
    expect(answer.json()).toEqual({ told: 1, known: 0 });
  });
});

describe("the inbox", () => {
  let writeKey: string;
  let secret: string;
  const signatureOf = (userId: string) => createHmac("sha256", secret).update(userId).digest("hex");
  const feed = async (query: Record<string, string>) => {
    const answer = await app.inject({ method: "GET", url: "/v1/inbox", query: { writeKey, ...query } });
    return {
      status: answer.statusCode,
      ...(answer.json() as { items?: { id: string; title: string; seenAt: string | null }[]; unseen?: number }),
    };
  };
  beforeEach(async () => {
    writeKey = `wk_${workspaceId}`;
    await fixture.deps.db
      .insertInto("source")
      .values({ workspace_id: workspaceId, name: "Web", kind: "web", write_key: writeKey })
      .execute();
    ({ secret } = await newSecret(fixture.deps, admin(), { of: "inbox" }));
    const editor = testAccess(workspaceId, "editor");
    const draft = {
      channel: "in_app" as const,
      fallback: "en",
      locales: { en: { title: "Hi {{ person.firstName }}", text: "<i>News</i>", url: "/plans", actionLabel: "See", image: "" } },
    };
    await createTemplate(fixture.deps, editor, { name: "News", key: "news", description: "", draft });
    await publishTemplate(fixture.deps, editor, { key: "news" });
    await fixture.pipeline.process(workspaceId, [
      { type: "track", event: "Looked", messageId: "v1", anonymousId: "stranger", timestamp: "2026-03-01T10:00:00Z" },
    ]);
    await fixture.queue(
      workspaceId,
      { key: "in1", channel: "in_app", template: "news" },
      { key: "in2", channel: "in_app", template: "news", profileId: profileIdOf(workspaceId, "anonymousId", "stranger") },
    );
    await createMessageSender({ ...fixture.deps, onError: () => {} }).sendDue();
  });

  test("is read with a signed user id, and by nobody else", async () => {
    expect(await feed({ userId: "ada", signature: signatureOf("ada") })).toMatchObject({
      status: 200,
      items: [{ title: "Hi Ada", seenAt: null }],
      unseen: 1,
    });
    expect((await feed({ userId: "ada" })).status).toBe(403);
    expect((await feed({ userId: "ada", signature: signatureOf("bob") })).status).toBe(403);
    expect(await feed({ userId: "bob", signature: signatureOf("bob") })).toMatchObject({ status: 200, items: [] });
    expect((await feed({})).status).toBe(400);
    expect((await feed({ writeKey: "wk_nobody", userId: "ada", signature: signatureOf("ada") })).status).toBe(401);
  });

  test("of a known person is not opened by their device alone, that of a stranger is", async () => {
    expect(await feed({ anonymousId: "laptop" })).toMatchObject({ status: 200, items: [] });
    expect(await feed({ anonymousId: "stranger" })).toMatchObject({ status: 200, items: [{ title: "Hi" }] });
    await setChannels(fixture.deps, admin(), { inbox: { requireSignature: false } });
    expect(await feed({ anonymousId: "laptop" })).toMatchObject({ items: [{ title: "Hi Ada" }] });
  });

  test("notes what was seen, read and dismissed, and only for whom it is", async () => {
    const [{ id = "" } = {}] = (await feed({ userId: "ada", signature: signatureOf("ada") })).items ?? [];
    const mark = (what: string, visitor: object) =>
      app.inject({ method: "POST", url: `/v1/inbox/${id}/${what}`, query: { writeKey }, payload: visitor });
    expect((await mark("seen", { userId: "bob", signature: signatureOf("bob") })).statusCode).toBe(404);
    for (const what of ["seen", "seen", "clicked", "dismissed"])
      expect((await mark(what, { userId: "ada", signature: signatureOf("ada") })).statusCode).toBe(200);
    expect(await feed({ userId: "ada", signature: signatureOf("ada") })).toMatchObject({ items: [], unseen: 0 });
    const told = (await fixture.told(workspaceId)).filter(({ actor }) => actor === "customer");
    expect(told.map(({ name, properties }) => [name, properties["link"]])).toEqual([
      ["In-App Message Seen", undefined],
      ["In-App Message Clicked", "/plans"],
      ["In-App Message Dismissed", undefined],
    ]);
  });
});
