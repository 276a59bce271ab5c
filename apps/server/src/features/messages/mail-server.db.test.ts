import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { testCertificate } from "./certificate.fixture.ts";
import { getChannels, setChannels } from "./channels/manage-channels.ts";
import { createMessagesFixture, startMailServer, type MessagesFixture } from "./messages.fixture.ts";
import { createMessageSender } from "./sending/message-sender.ts";

let fixture: MessagesFixture;
let workspaceId: string;
const open: { close: () => Promise<void> }[] = [];
const trusted = getCACertificates();
beforeAll(async () => {
  fixture = await createMessagesFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  workspaceId = await fixture.workspace();
  await fixture.template(workspaceId);
});
afterEach(async () => {
  setDefaultCACertificates(trusted);
  for (const server of open.splice(0)) await server.close();
});

const trustTestCertificate = () => setDefaultCACertificates([...trusted, testCertificate.cert]);
const admin = () => testAccess(workspaceId, "admin");
type SmtpSettings = { host: string; port: number; secure: boolean; requireTls: boolean; user: string | null; password?: string };
const goBy = (port: number, more: Partial<SmtpSettings> = {}) =>
  setChannels(fixture.deps, admin(), {
    email: {
      from: "cx@throughline.example",
      fromName: "Throughline",
      smtp: { host: "localhost", port, secure: false, requireTls: true, user: null, ...more },
    },
  });
/** A mail server that offers STARTTLS and asks for a user and a password, and what it saw. */
async function serve(options: Partial<SMTPServerOptions> = {}) {
  const logins: string[] = [];
  const sessions: { isSecure: boolean; user: unknown }[] = [];
  const server = await startMailServer({
    ...testCertificate,
    disabledCommands: [],
    authOptional: false,
    onAuth: ({ username, password }, _session, done) => {
      logins.push(`${username} ${password}`);
      if (username === "cx" && password === "right") done(null, { user: username });
      else done(Object.assign(new Error("5.7.8 Authentication credentials invalid"), { responseCode: 535 }));
    },
    onMailFrom: (_address, session, done) => {
      sessions.push({ isSecure: session.secure, user: session.user });
      done();
    },
    ...options,
  });
  open.push(server);
  return { ...server, logins, sessions };
}
/** Sends what is due, and gives how many were taken. */
async function sendDue(): Promise<number> {
  const sender = createMessageSender({
    ...fixture.deps,
    onError: (error) => {
      throw error;
    },
  });
  const taken = await sender.sendDue();
  await sender.stop();
  return taken;
}
const rows = () => fixture.rows(workspaceId);
const shown = async () => (await getChannels(fixture.deps, admin())).email;
const queueSome = (count: number) => fixture.queue(workspaceId, ...Array.from({ length: count }, (_, index) => ({ key: `k${index}` })));

describe("a mail server with STARTTLS", () => {
  test("gets mail under TLS, from somebody who signed in, and the right password is what it takes", async () => {
    trustTestCertificate();
    const server = await serve();
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(2);
    await sendDue();
    expect((await rows()).map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect(server.sessions).toEqual([
      { isSecure: true, user: "cx" },
      { isSecure: true, user: "cx" },
    ]);
    expect(await shown()).toMatchObject({ ready: true, problem: null });
  });

  test("is refused where nobody vouches for its certificate, or where it is for another name: not a byte of a message, and no password, is given to it", async () => {
    const server = await serve();
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(1);
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("cannot be trusted") });
    trustTestCertificate();
    await goBy(server.port, { host: "127.0.0.1", user: "cx", password: "right" });
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("cannot be trusted") });
    expect([server.logins, server.received]).toEqual([[], []]);
    expect(await shown()).toMatchObject({ ready: false, problem: expect.stringContaining("certificate") });
  });

  test("with TLS from the first byte is held to the same", async () => {
    const server = await serve({ secure: true });
    await goBy(server.port, { secure: true, user: "cx", password: "right" });
    await queueSome(1);
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("cannot be trusted") });
    trustTestCertificate();
    await goBy(server.port, { secure: true, user: "cx", password: "right" });
    await sendDue();
    expect([(await rows())[0]?.state, server.sessions]).toEqual(["sent", [{ isSecure: true, user: "cx" }]]);
  });

  test("that is required and not offered is a matter of the settings", async () => {
    const server = await serve({ disabledCommands: ["STARTTLS", "AUTH"], authOptional: true });
    await goBy(server.port);
    await queueSome(1);
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("offers no TLS") });
    expect(server.received).toEqual([]);
  });

  test("that drops the connection in the midst of signing in was given nothing, and is tried again", async () => {
    trustTestCertificate();
    let drops = 1;
    const server = await serve({
      onAuth: ({ username }, _session, done) => {
        if (drops-- > 0) server.dropConnections();
        else done(null, { user: username ?? "" });
      },
    });
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(1);
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", attempts: 1 });
    expect(await shown()).toMatchObject({ ready: true, problem: null });
    fixture.clock.nowMs += 60_000;
    await sendDue();
    expect([(await rows())[0]?.state, server.received.length]).toEqual(["sent", 1]);
  });
});

describe("a password that is wrong", () => {
  test("is tried once in a while, shows where channels are set up, and spends no message's tries", async () => {
    trustTestCertificate();
    const server = await serve();
    await goBy(server.port, { user: "cx", password: "wrong" });
    await queueSome(3);
    await sendDue();
    const tried = server.logins.length;
    expect(tried).toBeGreaterThan(0);
    expect((await rows()).map(({ state }) => state)).toEqual(["queued", "queued", "queued"]);
    expect(await shown()).toMatchObject({ ready: false, problem: expect.stringContaining("refuses the user or the password") });
    expect((await shown()).problem).toContain("3 messages wait");
    // What is queued meanwhile does not knock either.
    await fixture.queue(workspaceId, { key: "later" });
    expect([await sendDue(), server.logins.length]).toEqual([0, tried]);
    // More often than a message is tried: one login each quarter of an hour.
    for (let quarter = 1; quarter <= 12; quarter++) {
      fixture.clock.nowMs += 15 * 60_000;
      await sendDue();
      expect(server.logins.length).toBe(tried + quarter);
    }
    expect((await rows()).map(({ state }) => state)).toEqual(["queued", "queued", "queued", "queued"]);
    await goBy(server.port, { user: "cx", password: "right" });
    await sendDue();
    expect((await rows()).map(({ state }) => state)).toEqual(["sent", "sent", "sent", "sent"]);
    expect(new Set(server.received.map((mail) => /Message-ID: (.*)/.exec(mail)?.[1])).size).toBe(4);
    expect(await shown()).toMatchObject({ ready: true, problem: null });
  });

  test("that is right again at the server's side lets everything go that waited", async () => {
    trustTestCertificate();
    let isLocked = true;
    const server = await serve({
      onAuth: ({ username }, _session, done) =>
        isLocked ? done(Object.assign(new Error("5.7.8 Account locked"), { responseCode: 535 })) : done(null, { user: username ?? "" }),
    });
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(4);
    await sendDue();
    isLocked = false;
    fixture.clock.nowMs += 15 * 60_000;
    await sendDue();
    await sendDue();
    expect((await rows()).map(({ state }) => state)).toEqual(["sent", "sent", "sent", "sent"]);
    expect(await shown()).toMatchObject({ ready: true, problem: null });
  });

  test("that nobody puts right in three days gives up what waited for it, and says so", async () => {
    trustTestCertificate();
    const server = await serve();
    await goBy(server.port, { user: "cx", password: "wrong" });
    await queueSome(1);
    await sendDue();
    fixture.clock.nowMs += 3 * 24 * 3_600_000;
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "failed", reason: expect.stringContaining("nobody put the channel right") });
    expect((await fixture.told(workspaceId)).map(({ name }) => name)).toEqual(["Email Failed"]);
  });

  test("of one workspace keeps no other waiting", async () => {
    trustTestCertificate();
    const server = await serve();
    await goBy(server.port, { user: "cx", password: "wrong" });
    await queueSome(2);
    await sendDue();
    const first = workspaceId;
    const nowMs = fixture.clock.nowMs;
    workspaceId = await fixture.workspace();
    fixture.clock.nowMs = nowMs;
    await fixture.template(workspaceId);
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(2);
    await sendDue();
    expect((await rows()).map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect((await fixture.rows(first)).map(({ state }) => state)).toEqual(["queued", "queued"]);
    expect(await shown()).toMatchObject({ ready: true, problem: null });
  });

  test("a login that the server puts off (4xx) is no matter of the settings", async () => {
    trustTestCertificate();
    const server = await serve({
      onAuth: (_auth, _session, done) => done(Object.assign(new Error("4.7.0 Try later"), { responseCode: 454 })),
    });
    await goBy(server.port, { user: "cx", password: "right" });
    await queueSome(1);
    await sendDue();
    expect((await rows())[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("Try later") });
    expect(await shown()).toMatchObject({ ready: true, problem: null });
  });
});
