import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer, type IncomingMessage } from "node:http";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { createOutbound } from "../../platform/http/outbound.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createKeys } from "./channels/keys.ts";
import { setChannels } from "./channels/manage-channels.ts";
import { queueMessages, type NewMessage } from "./queue-messages.ts";
import { createMjmlCompiler } from "./render/compile-mjml.ts";
import { createTemplate, publishTemplate } from "./templates/manage-templates.ts";

export const fixtureSecret = "a secret of the tests, long enough";
export const startMs = Date.parse("2026-03-10T12:00:00Z");
export const publicUrl = "https://cx.example.com";

/** A pipeline, a clock that tests move, and everything that messages need. */
export async function createMessagesFixture() {
  const pipeline: TestPipeline = await createTestPipeline();
  const mjml = createMjmlCompiler();
  const clock = { nowMs: startMs };
  const deps = {
    db: pipeline.database.db,
    now: () => clock.nowMs,
    publicUrl,
    keys: createKeys(fixtureSecret),
    serverMail: null,
    outbound: createOutbound({ allowPrivate: true }),
    allowPrivate: true,
    compileMjml: mjml.compile,
  };
  const ada = (workspaceId: string) => profileIdOf(workspaceId, "userId", "ada");
  return {
    pipeline,
    clock,
    deps,
    ada,
    /** A workspace with Ada in it. */
    async workspace(): Promise<string> {
      clock.nowMs = startMs;
      const workspaceId = await pipeline.database.createWorkspace();
      await pipeline.process(workspaceId, [
        {
          type: "identify",
          messageId: "i1",
          userId: "ada",
          anonymousId: "laptop",
          traits: {
            email: "ada@x.example",
            name: "Ada <b>Lovelace</b>",
            firstName: "Ada",
            phone: "+4915112345678",
            plan: "pro",
            locale: "de_AT",
          },
          context: { groupId: "acme" },
          timestamp: "2026-03-01T10:00:00Z",
        },
        { type: "identify", messageId: "i2", userId: "bob", traits: { name: "Bob" }, timestamp: "2026-03-01T10:00:00Z" },
      ]);
      return workspaceId;
    },
    /** A published template of e-mail. */
    async template(workspaceId: string, { key = "hello", subject = "Hello {{ person.firstName }}" } = {}): Promise<void> {
      const access = testAccess(workspaceId, "editor");
      const body = `<mjml><mj-body><mj-section><mj-column><mj-text>Dear {{ person.name }}, <a href="https://shop.example/a?b=1&amp;c=2">look</a></mj-text></mj-column></mj-section></mj-body></mjml>`;
      const draft = { channel: "email" as const, fallback: "en", locales: { en: { subject, preheader: "", mjml: body, text: null } } };
      await createTemplate(deps, access, { name: key, key, description: "", draft });
      await publishTemplate(deps, access, { key });
    },
    async mailServer(workspaceId: string, port: number, more: object = {}): Promise<void> {
      await setChannels(deps, testAccess(workspaceId, "admin"), {
        email: {
          from: "cx@throughline.example",
          fromName: "Throughline",
          smtp: { host: "127.0.0.1", port, secure: false, requireTls: false, user: null },
          ...more,
        },
      });
    },
    queue: (workspaceId: string, ...messages: Partial<NewMessage>[]) =>
      deps.db.transaction().execute((tx) =>
        queueMessages(
          tx,
          workspaceId,
          messages.map((message, index) => ({
            key: `m${index}`,
            touchId: null,
            profileId: ada(workspaceId),
            channel: "email",
            template: "hello",
            purpose: "service",
            topic: null,
            flow: null,
            step: null,
            context: {},
            ...message,
          })),
          new Date(clock.nowMs),
        ),
      ),
    async rows(workspaceId: string) {
      const { rows } = await sql<{
        id: string;
        key: string;
        state: string;
        reason: string | null;
        attempts: number;
        nextAt: Date;
        rendered: Record<string, unknown> | null;
      }>`
        SELECT id, key, state, reason, attempts, next_at AS "nextAt", rendered FROM message WHERE workspace_id = ${workspaceId} ORDER BY key`.execute(
        deps.db,
      );
      return rows;
    },
    /** Own interactions on their way to the timeline, but for consent. */
    async told(workspaceId: string) {
      const { rows } = await sql<{ name: string; actor: string; properties: Record<string, unknown> }>`
        SELECT name, actor, properties FROM own_interaction WHERE workspace_id = ${workspaceId} AND name <> 'Touch Decided' ORDER BY id`.execute(
        deps.db,
      );
      return rows;
    },
    async close() {
      await mjml.close();
      await pipeline.close();
    },
  };
}
export type MessagesFixture = Awaited<ReturnType<typeof createMessagesFixture>>;

/** A mail server on loopback. */
export async function startMailServer(options: Partial<SMTPServerOptions> = {}) {
  const received: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push(Buffer.concat(parts).toString());
        done();
      });
    },
    ...options,
  });
  smtp.on("error", () => {});
  const server = smtp.listen(0, "127.0.0.1");
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await once(server, "listening");
  /** As a server that has had enough of idle connections. */
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    received,
    dropConnections,
    port: (server.address() as AddressInfo).port,
    close: () => {
      // Who sends keeps its connections for a while, and closing waits for them.
      dropConnections();
      return new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/** A web server on loopback that answers as it is told. */
export async function startWebServer(
  answer: (
    call: { url: string; headers: IncomingMessage["headers"]; body: string },
    turn: number,
  ) => { status: number; body?: string } | "never",
) {
  const calls: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const call = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      };
      calls.push(call);
      const said = answer(call, calls.length);
      if (said === "never") return void request.socket.destroy();
      response.writeHead(said.status, { "content-type": "application/json" }).end(said.body ?? "");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
