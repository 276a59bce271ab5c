import { createVerify, generateKeyPairSync } from "node:crypto";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { testAccess } from "../../testing/test-access.ts";
import { decideTouches } from "../arbiter/index.ts";
import { deletePerson } from "../people/delete-person.ts";
import { mergePeople } from "../people/merge-people.ts";
import { setConsent } from "../people/set-consent.ts";
import { listMessages, countMessages } from "./log/list-messages.ts";
import { cancelByPerson, resendMessage, settleByPerson } from "./log/settle-by-person.ts";
import { createMessagesFixture, startMailServer, type MessagesFixture } from "./messages.fixture.ts";
import { createMessageSender } from "./sending/message-sender.ts";
import type { GiveMessage } from "./sending/give-message.ts";
import { leaseMs } from "./sending/outcome.ts";
import { setChannels } from "./channels/manage-channels.ts";

let fixture: MessagesFixture;
let workspaceId: string;
const open: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  fixture = await createMessagesFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  workspaceId = await fixture.workspace();
  await fixture.template(workspaceId);
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const serve = async (options: Parameters<typeof startMailServer>[0] = {}, more: object = {}) => {
  const server = await startMailServer(options);
  open.push(server);
  await fixture.mailServer(workspaceId, server.port, more);
  return server;
};
const sender = (more: Partial<Parameters<typeof createMessageSender>[0]> = {}) =>
  createMessageSender({
    ...fixture.deps,
    onError: (error) => {
      throw error;
    },
    ...more,
  });
const editor = () => testAccess(workspaceId, "editor");
const states = async () => (await fixture.rows(workspaceId)).map(({ state }) => state);
const refusing = (at: "onRcptTo" | "onMailFrom", responseCode: number, text: string) => ({
  [at]: (_address: unknown, _session: unknown, done: (error: Error) => void) => done(Object.assign(new Error(text), { responseCode })),
});

describe("a mail", () => {
  test("is sent once for its key, says what the person reads, and can be left with one click", async () => {
    const server = await serve();
    await fixture.queue(workspaceId, { key: "run step 1" });
    await fixture.queue(workspaceId, { key: "run step 1" });
    expect(await sender().sendDue()).toBe(1);
    expect(await sender().sendDue()).toBe(0);
    expect(server.received).toHaveLength(1);
    const mail = (server.received[0] ?? "").replaceAll(/\r\n[ \t]+/g, " ");
    const [row] = await fixture.rows(workspaceId);
    expect(row).toMatchObject({ state: "sent", attempts: 1 });
    expect(mail).toContain("Subject: Hello Ada");
    expect(mail).toContain(`Message-ID: <${row?.id}@throughline.example>`);
    expect(mail).toMatch(/List-Unsubscribe: <https:\/\/cx\.example\.com\/m\/u\/[\w.-]+>/);
    expect(mail).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(String(row?.rendered?.["html"])).toContain("Ada &lt;b&gt;Lovelace&lt;/b&gt;");
    expect(String(row?.rendered?.["text"])).toContain("look [https://shop.example/a?b=1&c=2]");
    expect(await fixture.told(workspaceId)).toMatchObject([
      { name: "Email Sent", actor: "system", properties: { template: "hello", version: 1, subject: "Hello Ada" } },
    ]);
  });

  test("queued in a transaction that is rolled back was never queued", async () => {
    await expect(
      fixture.deps.db.transaction().execute(async (tx) => {
        await sql`INSERT INTO message (id, workspace_id, key, profile_id, channel, template, purpose, context, queued_at, next_at)
          VALUES (gen_random_uuid(), ${workspaceId}, 'x', 1, 'email', 'hello', 'service', '{}', now(), now())`.execute(tx);
        throw new Error("changed our mind");
      }),
    ).rejects.toThrow();
    expect(await fixture.rows(workspaceId)).toEqual([]);
  });

  test("that is transactional has no link to leave by, and what is not tracked has no foreign link", async () => {
    const server = await serve();
    await fixture.queue(workspaceId, { purpose: "transactional" });
    await sender().sendDue();
    expect(server.received[0]).not.toContain("List-Unsubscribe");
    expect(server.received[0]).not.toContain("/m/o/");
    expect(server.received[0]).not.toContain("/m/c/");
  });

  test("is tracked only for those who said yes", async () => {
    const server = await serve();
    const id = personIdOf(fixture.ada(workspaceId));
    await setConsent(fixture.deps, editor(), { id, purpose: "analytics", granted: true });
    await fixture.queue(workspaceId, {});
    await sender().sendDue();
    const mail = (server.received[0] ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    expect(mail).toMatch(/\/m\/o\/[\w.-]+\.gif/);
    expect(mail).toMatch(/\/m\/c\/[\w.-]+\?u=https%3A%2F%2Fshop\.example/);
  });

  test("is signed with the workspace's DKIM key, over the headers of unsubscribing too", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const server = await serve({}, { dkim: { domain: "throughline.example", selector: "tl", privateKey: pem } });
    await fixture.queue(workspaceId, {});
    await sender().sendDue();
    const head = (server.received[0] ?? "").split("\r\n\r\n", 1)[0] ?? "";
    const signature = /DKIM-Signature: ((?:.|\r\n[ \t])*)/.exec(head)?.[1]?.replaceAll(/\r\n[ \t]+/g, " ") ?? "";
    const names = /;\s*h=([^;]+)/.exec(signature)?.[1]?.replaceAll(/\s/g, "").toLowerCase().split(":") ?? [];
    expect(names).toEqual(expect.arrayContaining(["from", "subject", "list-unsubscribe", "list-unsubscribe-post"]));
    const relaxed = (line: string) => {
      const [name = "", ...rest] = line.split(":");
      return `${name.toLowerCase().trim()}:${rest
        .join(":")
        .replaceAll(/\r\n[ \t]+/g, " ")
        .replaceAll(/[ \t]+/g, " ")
        .trim()}`;
    };
    const lines = head.split(/\r\n(?![ \t])/);
    const signed = names.map((name) => `${relaxed(lines.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? "")}\r\n`).join("");
    const own = relaxed(lines.find((line) => line.startsWith("DKIM-Signature:")) ?? "").replace(/b=[^;]*$/, "b=");
    const value = (/;\s*b=([^;]+)/.exec(signature)?.[1] ?? "").replaceAll(/\s/g, "");
    expect(
      createVerify("RSA-SHA256")
        .update(signed + own)
        .verify(publicKey, Buffer.from(value, "base64")),
    ).toBe(true);
  });
});

describe("a mail server", () => {
  test("that greylists is tried again after a pause, and then has it once", async () => {
    let turn = 0;
    const server = await serve({
      onRcptTo: (_address, _session, done) =>
        done(++turn === 1 ? Object.assign(new Error("4.7.1 Greylisted, try again later"), { responseCode: 451 }) : undefined),
    });
    await fixture.queue(workspaceId, {});
    await sender().sendDue();
    expect((await fixture.rows(workspaceId))[0]).toMatchObject({
      state: "queued",
      attempts: 1,
      reason: expect.stringContaining("Greylisted"),
    });
    expect(await sender().sendDue()).toBe(0);
    fixture.clock.nowMs += 60_000;
    await sender().sendDue();
    expect(await states()).toEqual(["sent"]);
    expect(server.received).toHaveLength(1);
  });

  test("that knows no such address: it has bounced, and the attention is given back", async () => {
    await serve(refusing("onRcptTo", 550, "5.1.1 No such user"));
    const touch = {
      id: "t1",
      person: personIdOf(fixture.ada(workspaceId)),
      kind: "message" as const,
      purpose: "transactional" as const,
      channel: "email" as const,
      priority: 5,
      value: 1,
      stakes: "low" as const,
      decidedBy: "automation" as const,
    };
    await fixture.deps.db.transaction().execute((tx) => decideTouches(tx, { workspaceId, nowMs: fixture.clock.nowMs }, [touch]));
    await fixture.queue(workspaceId, { touchId: "t1", purpose: "transactional" });
    await sender().sendDue();
    expect(await states()).toEqual(["failed"]);
    expect(await fixture.told(workspaceId)).toMatchObject([{ name: "Email Bounced", properties: { bounce: "hard" } }]);
    const { rows } = await sql<{
      outcome: string;
      takes: boolean;
    }>`SELECT outcome, takes_attention AS takes FROM touch_decision WHERE workspace_id = ${workspaceId}`.execute(fixture.deps.db);
    expect(rows).toEqual([{ outcome: "failed", takes: false }]);
  });

  test("that is not there is tried again, and given up after many tries", async () => {
    const server = await serve();
    await server.close();
    open.splice(0);
    await fixture.queue(workspaceId, {});
    await sender().sendDue();
    expect((await fixture.rows(workspaceId))[0]).toMatchObject({ state: "queued", reason: expect.stringContaining("ECONNREFUSED") });
    for (let tries = 0; tries < 20 && (await states())[0] === "queued"; tries++) {
      fixture.clock.nowMs += 24 * 3_600_000;
      await sender().sendDue();
    }
    expect((await fixture.rows(workspaceId))[0]).toMatchObject({
      state: "failed",
      attempts: 9,
      reason: expect.stringContaining("Given up"),
    });
  });

  test("that takes the message and drops the connection: unknown, and never sent again by itself", async () => {
    const taken: string[] = [];
    const server = await dropping(taken);
    open.push(server);
    await fixture.mailServer(workspaceId, server.port);
    await fixture.queue(workspaceId, {});
    await sender().sendDue();
    expect((await fixture.rows(workspaceId))[0]).toMatchObject({ state: "unknown", attempts: 1 });
    fixture.clock.nowMs += 48 * 3_600_000;
    await sender().sendDue();
    expect(server.messages()).toBe(1);
    expect(await states()).toEqual(["unknown"]);
    expect(await fixture.told(workspaceId)).toEqual([]);
    expect(await countMessages(fixture.deps, editor(), {})).toMatchObject({ unknown: 1, sent: 0 });
  });

  test("that takes the message and says nothing: unknown when the time is over", async () => {
    await serve({ onData: (stream) => void stream.resume() });
    await fixture.queue(workspaceId, {});
    await sender({ smtpTimeoutMs: 3_000 }).sendDue();
    expect(await states()).toEqual(["unknown"]);
  });

  test("that says nothing from the beginning was given nothing", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    open.push({ close: () => new Promise<void>((resolve) => silent.close(() => resolve())) });
    await fixture.mailServer(workspaceId, (silent.address() as AddressInfo).port);
    await fixture.queue(workspaceId, {});
    const closing = new Set<{ destroy(): void }>();
    silent.on("connection", (socket) => closing.add(socket));
    await sender({ smtpTimeoutMs: 3_000 }).sendDue();
    for (const socket of closing) socket.destroy();
    expect(await states()).toEqual(["queued"]);
  });
});

test("a workspace's mail server in the own network needs the operator's word", async () => {
  const server = await serve();
  await fixture.queue(workspaceId, {});
  await sender({ allowPrivate: false }).sendDue();
  expect((await fixture.rows(workspaceId))[0]).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("not on the public internet"),
  });
  expect(server.received).toEqual([]);
});

test("what is said of a message follows the person through a merge", async () => {
  await fixture.queue(workspaceId, { purpose: "transactional" });
  const [ada, bob] = [personIdOf(fixture.ada(workspaceId)), personIdOf(profileIdOf(workspaceId, "userId", "bob"))];
  const ofBob = async () => (await listMessages(fixture.deps, editor(), { limit: 10, person: bob })).items.length;
  expect(await ofBob()).toBe(0);
  await mergePeople({ ...fixture.deps, timeline: fixture.pipeline.timeline }, testAccess(workspaceId, "admin"), { id: bob, from: ada });
  expect(await ofBob()).toBe(1);
});

test("whatever providers say and whenever senders die, nothing is given away again that may have been taken", async () => {
  type Turn = "sent" | "retry" | "failed" | "unknown" | "dies before" | "dies after";
  const turns = fc.array(fc.constantFrom<Turn>("sent", "retry", "failed", "unknown", "dies before", "dies after"), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(turns, async (script) => {
      workspaceId = await fixture.pipeline.database.createWorkspace();
      await fixture.pipeline.process(workspaceId, [
        { type: "identify", messageId: "i", userId: "ada", traits: { email: "a@x.example" }, timestamp: "2026-03-01T10:00:00Z" },
      ]);
      await fixture.template(workspaceId);
      await fixture.queue(workspaceId, { key: "a" }, { key: "b" });
      const rest = [...script];
      const given = new Map<string, Turn[]>();
      const give: GiveMessage = async ({ message }) => {
        const turn = rest.shift() ?? "sent";
        given.set(message.id, [...(given.get(message.id) ?? []), turn]);
        if (turn.startsWith("dies")) throw new Error("killed");
        return turn === "sent"
          ? { state: "sent", providerId: null }
          : { state: turn as "retry" | "failed" | "unknown", reason: "so it is" };
      };
      for (let round = 0; round < 16; round++) {
        await createMessageSender({ ...fixture.deps, give, atOnce: 2, onError: () => {} })
          .sendDue()
          .catch((error: unknown) => expect(String(error)).toContain("killed"));
        fixture.clock.nowMs += 9 * 3_600_000;
      }
      for (const taken of given.values()) expect(taken.slice(0, -1).every((turn) => turn === "retry")).toBe(true);
      for (const { state, id } of await fixture.rows(workspaceId)) {
        const last = given.get(id)?.at(-1);
        expect(state).toBe(last?.startsWith("dies") ? "unknown" : last === "retry" ? "failed" : last);
      }
    }),
    { numRuns: 12 },
  );
});

describe("a sender that dies", () => {
  test("after it gave a message away leaves it unknown, and before that nothing was given", async () => {
    const server = await serve();
    await fixture.queue(workspaceId, { key: "a" }, { key: "b" });
    let given = 0;
    const dying = sender({
      atOnce: 1,
      give: async () => {
        given++;
        throw new Error("killed");
      },
    });
    await expect(dying.sendDue()).rejects.toThrow("killed");
    expect(await states()).toEqual(expect.arrayContaining(["sending", "queued"]));
    await sender().sendDue();
    expect(await states()).toEqual(expect.arrayContaining(["sending", "sent"]));
    fixture.clock.nowMs += leaseMs;
    await sender().sendDue();
    expect(await states()).toEqual(expect.arrayContaining(["unknown", "sent"]));
    expect([given, server.received.length]).toEqual([1, 1]);
  });

  test("mail after mail goes over one connection, and a connection that the server closed meanwhile is noticed before anything is given", async () => {
    const sessions = new Set<string>();
    const server = await serve({
      onMailFrom: (_address, session, done) => {
        sessions.add(session.id);
        done();
      },
    });
    const one = sender({ atOnce: 1 });
    await fixture.queue(workspaceId, { key: "a" }, { key: "b" }, { key: "c" });
    await one.sendDue();
    expect([server.received.length, sessions.size]).toEqual([3, 1]);
    server.dropConnections();
    await fixture.queue(workspaceId, { key: "d" });
    await one.sendDue();
    expect(await states()).toEqual(["sent", "sent", "sent", "sent"]);
    expect([server.received.length, sessions.size]).toEqual([4, 2]);
    await one.stop();
  });

  test("many senders at once send each message once", async () => {
    const server = await serve();
    await fixture.queue(workspaceId, ...Array.from({ length: 30 }, (_, index) => ({ key: `k${index}` })));
    await Promise.all([sender({ atOnce: 4 }), sender({ atOnce: 4 }), sender({ atOnce: 4 })].map((one) => one.sendDue()));
    expect(new Set(await states())).toEqual(new Set(["sent"]));
    expect(server.received).toHaveLength(30);
    expect(new Set(server.received.map((mail) => /Message-ID: (.*)/.exec(mail)?.[1])).size).toBe(30);
  });
});

describe("a message that is unknown", () => {
  const makeUnknown = async () => {
    const server = await serve({ onData: (stream) => void stream.resume() });
    await fixture.queue(workspaceId, {});
    await sender({ smtpTimeoutMs: 3_000 }).sendDue();
    await server.close();
    open.splice(0);
    return (await fixture.rows(workspaceId))[0]?.id ?? "";
  };

  test("is sent again when a person says so, under the same Message-ID", async () => {
    const id = await makeUnknown();
    const server = await serve();
    expect(await resendMessage(fixture.deps, editor(), { id })).toMatchObject({ state: "queued", settledBy: "Ada" });
    await sender().sendDue();
    expect(server.received[0]).toContain(id);
    expect(await states()).toEqual(["sent"]);
    await expect(resendMessage(fixture.deps, editor(), { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is settled by a person who found out, and that is on the timeline", async () => {
    const id = await makeUnknown();
    const settled = await settleByPerson(fixture.deps, editor(), { id, outcome: "sent", note: "Their log has it" });
    expect(settled).toMatchObject({ state: "sent", settledBy: "Ada" });
    expect(settled.history.at(-1)).toMatchObject({ what: "sent", note: "Ada says so: Their log has it" });
    expect((await fixture.told(workspaceId)).map(({ name }) => name)).toEqual(["Email Sent"]);
  });
});

describe("what is not sent", () => {
  test("to whom there is no address, without a template, and too late", async () => {
    await serve();
    await fixture.queue(
      workspaceId,
      { key: "a", profileId: profileIdOf(workspaceId, "userId", "bob") },
      { key: "b", template: "gone" },
      { key: "c", expiresAt: new Date(fixture.clock.nowMs - 1) },
      { key: "d", channel: "sms" },
    );
    await sender().sendDue();
    expect((await fixture.rows(workspaceId)).map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      "failed: The person has no e-mail address.",
      'failed: There is no template "gone".',
      expect.stringContaining("cancelled: It was of no use any more"),
      'failed: The template "hello" is for email, not for sms.',
    ]);
  });

  test("after they said no between the decision and the sending", async () => {
    await serve();
    fixture.clock.nowMs = Date.now() - 60_000;
    await fixture.queue(workspaceId, { topic: "tips" });
    await setConsent(fixture.deps, editor(), { id: personIdOf(fixture.ada(workspaceId)), purpose: "tips", granted: false });
    await sender().sendDue();
    expect(await states()).toEqual(["cancelled"]);
  });

  test("is cancelled by a person before its turn", async () => {
    await fixture.queue(workspaceId, {});
    const [row] = await fixture.rows(workspaceId);
    expect(await cancelByPerson(fixture.deps, editor(), { id: row?.id ?? "" })).toMatchObject({ state: "cancelled" });
  });
});

describe("the log", () => {
  test("is the workspace's own, and viewers only read it", async () => {
    await fixture.queue(workspaceId, {});
    const [row] = await fixture.rows(workspaceId);
    const id = row?.id ?? "";
    const other = testAccess(await fixture.pipeline.database.createWorkspace(), "owner");
    const viewer = testAccess(workspaceId, "viewer");
    expect((await listMessages(fixture.deps, viewer, { limit: 10, person: personIdOf(fixture.ada(workspaceId)) })).items).toMatchObject([
      { id, state: "queued", person: { name: "Ada <b>Lovelace</b>" } },
    ]);
    expect((await listMessages(fixture.deps, other, { limit: 10 })).items).toEqual([]);
    await expect(cancelByPerson(fixture.deps, other, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(cancelByPerson(fixture.deps, viewer, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(setChannels(fixture.deps, editor(), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("holds nothing of somebody who was deleted", async () => {
    await fixture.queue(workspaceId, {});
    await deletePerson({ db: fixture.deps.db, enqueue: async () => {} }, testAccess(workspaceId, "owner"), {
      id: personIdOf(fixture.ada(workspaceId)),
    });
    expect(await fixture.rows(workspaceId)).toEqual([]);
  });
});

/** A mail server by hand, which closes the connection once it has the whole message. */
async function dropping(taken: string[]) {
  let messages = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 ready\r\n");
    let inData = false;
    socket.on("data", (part) => {
      const text = part.toString();
      if (inData) {
        taken.push(text);
        if (!text.includes("\r\n.\r\n")) return;
        messages++;
        return void socket.destroy();
      }
      for (const line of text.split("\r\n").filter(Boolean)) {
        if (line === "DATA") {
          inData = true;
          socket.write("354 go on\r\n");
        } else socket.write("250 ok\r\n");
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    messages: () => messages,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
