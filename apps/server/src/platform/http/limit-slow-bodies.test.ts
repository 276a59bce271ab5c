import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "../telemetry/create-log.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { createHttpServer } from "./create-http-server.ts";

let app: FastifyInstance;
let port: number;
let lines: string[];
let mayAnswer: PromiseWithResolvers<void>;

async function start(options: { bodyWithinMs?: number; maxConnections?: number }): Promise<void> {
  lines = [];
  mayAnswer = Promise.withResolvers();
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  app = await createHttpServer({ log, metrics: createMetrics(), trustProxy: false, https: false, ...options });
  app.post("/json", (request) => request.body);
  app.post("/long-work", () => mayAnswer.promise.then(() => "done"));
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.post("/upload", { config: { slowBody: true } }, async (request) => {
      let bytes = 0;
      for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
      return { bytes };
    });
    scope.post("/refused", { config: { slowBody: true } }, async (_request, reply) => reply.code(403).send({ refused: true }));
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as AddressInfo).port;
}
beforeEach(() => start({ bodyWithinMs: 60 }));
afterEach(() => app.close());

const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nx-request-id: request-1\r\n\r\n`;

/** A sender that wrote this much; `received` is everything that it was told, once the server has cut it off. */
function send(text: string): { socket: Socket; told: () => string; received: Promise<string> } {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  let told = "";
  socket.on("data", (chunk: Buffer) => (told += chunk.toString()));
  socket.write(text);
  return { socket, told: () => told, received: once(socket, "close").then(() => told) };
}
const connections = () => new Promise<number>((resolve) => void app.server.getConnections((_error, count) => resolve(count)));
const somebodyIsCutOff = () => send(`${head("/json", 100)}{`).received;

test("a body that drips is cut off, and its sender told why", async () => {
  const { socket, received } = send(`${head("/json", 100_000)}{"a":"`);
  const dripping = setInterval(() => socket.write("x"), 5);
  const answer = await received;
  clearInterval(dripping);
  const [headers = "", body = ""] = answer.split("\r\n\r\n");
  expect(headers).toMatch(/^HTTP\/1\.1 408 /);
  expect(headers).toMatch(/x-request-id: request-1/);
  expect(headers).toMatch(/content-security-policy/);
  expect(JSON.parse(body)).toEqual({ error: { code: "too_slow", message: expect.stringContaining("in time"), requestId: "request-1" } });
  await vi.waitFor(() => expect(lines.join("")).toMatch(/"path":"\/json".*"status":408/));
  expect(lines.join("")).not.toContain('"level":50');
});

test("a chunked one too", async () => {
  const { received } = send(
    "POST /json HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n",
  );
  expect(await received).toMatch(/^HTTP\/1\.1 408 /);
});

test("work that takes long after the body came is not cut off", async () => {
  const { told, socket } = send(`${head("/long-work", 2)}{}`);
  await somebodyIsCutOff();
  mayAnswer.resolve();
  await vi.waitFor(() => expect(told()).toMatch(/^HTTP\/1\.1 200 [^]*done$/));
  socket.destroy();
});

test("an upload may take longer", async () => {
  const { told, socket } = send(`${head("/upload", 4)}ab`);
  await somebodyIsCutOff();
  socket.write("cd");
  await vi.waitFor(() => expect(told()).toMatch(/^HTTP\/1\.1 200 [^]*{"bytes":4}$/));
  socket.destroy();
});

test("an upload that was refused is not waited for", async () => {
  expect(await send(`${head("/refused", 1_000)}a`).received).toMatch(/^HTTP\/1\.1 403 [^]*{"refused":true}$/);
});

test("connections beyond the limit are closed", async () => {
  await app.close();
  await start({ maxConnections: 1 });
  const { socket, told } = send(`${head("/json", 7)}{"a":1`);
  await vi.waitFor(async () => expect(await connections()).toBe(1));
  expect(await send(`${head("/json", 2)}{}`).received).toBe("");
  socket.write("}");
  await vi.waitFor(() => expect(told()).toContain('{"a":1}'));
  socket.destroy();
});
