import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { limitSlowBodies } from "../../platform/http/limit-slow-bodies.ts";
import { configureCollectScope } from "./collect-scope.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { readBody } from "./read-body.ts";

const maxBytes = 10_000;
let app: FastifyInstance;
let inFlight: InFlight;
let held: (() => void) | undefined;
let port: number;

async function start({ bodyWithinMs }: { bodyWithinMs: number }): Promise<void> {
  inFlight = createInFlight({ bytes: 25_000, requests: 4 });
  app = Fastify();
  limitSlowBodies(app, { withinMs: bodyWithinMs, onCutOff: () => {} });
  await app.register(async (scope) => {
    configureCollectScope(scope, Date.now);
    scope.post("/", async (request, reply) => ({
      bytes: (await readBody(request, reply, inFlight, maxBytes)).length,
      held: inFlight.bytes(),
    }));
    scope.post("/held", async (request, reply) => {
      await readBody(request, reply, inFlight, maxBytes);
      await new Promise<void>((resolve) => (held = resolve));
      return {};
    });
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  port = (app.server.address() as AddressInfo).port;
}
beforeEach(() => start({ bodyWithinMs: 60_000 }));
afterEach(async () => {
  held?.();
  await app.close();
});

const send = (body: Buffer | string | ReadableStream, headers: Record<string, string> = {}, path = "/") =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body, headers, duplex: "half" } as RequestInit);

async function open(head: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(head);
  return socket;
}
const nothingHeld = () => vi.waitFor(() => expect([inFlight.bytes(), inFlight.requests()]).toEqual([0, 0]));

describe("a body is unpacked", () => {
  test.each([
    ["gzip", gzipSync("hello"), "gzip"],
    ["gzip without a label", gzipSync("hello"), ""],
    ["gzip that a proxy unpacked but left labelled", Buffer.from("hello"), "gzip"],
    ["deflate", deflateSync("hello"), "deflate"],
    ["brotli", brotliCompressSync("hello"), "br"],
    ["zstd", zstdCompressSync("hello"), "zstd"],
    ["not at all", Buffer.from("hello"), "identity"],
  ])("%s", async (_how, body, encoding) =>
    expect(await (await send(body, encoding ? { "content-encoding": encoding } : {})).json()).toMatchObject({ bytes: 5 }),
  );
  test("and its unpacked size counts too", async () => {
    const body = gzipSync(Buffer.alloc(9_000));
    expect(await (await send(body)).json()).toEqual({ bytes: 9_000, held: 9_000 + body.length });
  });
});

describe("a body is refused", () => {
  test.each([
    ["that says it is too large", 413, () => send(Buffer.alloc(maxBytes + 1))],
    ["that grows too large without saying so", 413, () => send(endless(200_000))],
    ["that unpacks to too much", 413, () => send(gzipSync(Buffer.alloc(100_000_000)))],
    ["whose brotli unpacks to too much", 413, () => send(brotliCompressSync(Buffer.alloc(20_000_000)), { "content-encoding": "br" })],
    ["whose gzip is cut short", 400, () => send(gzipSync(Buffer.alloc(1_000)).subarray(0, 20))],
    ["in an unknown encoding", 415, () => send("hello", { "content-encoding": "toString" })],
  ])("%s", async (_what, status, request) => {
    expect((await request()).status).toBe(status);
    await nothingHeld();
  });
});

describe("what all requests hold together is bounded", () => {
  test("bytes: what does not fit is asked to come again, and fits once there is room", async () => {
    const first = send(Buffer.alloc(9_000), {}, "/held");
    await vi.waitFor(() => expect(inFlight.bytes()).toBe(9_000));
    const slow = await open(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9900\r\n\r\n${"x".repeat(9_000)}`);
    await vi.waitFor(() => expect(inFlight.bytes()).toBe(18_000));
    const refused = await send(Buffer.alloc(9_000));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
    slow.destroy();
    await vi.waitFor(() => expect(inFlight.bytes()).toBe(9_000));
    expect((await send(Buffer.alloc(9_000))).status).toBe(200);
    held?.();
    expect((await first).status).toBe(200);
    await nothingHeld();
  });
  test("requests: slow senders beyond the limit are refused, and leave their place when they go", async () => {
    const slow = await Promise.all(Array.from({ length: 4 }, () => open("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx")));
    await vi.waitFor(() => expect(inFlight.requests()).toBe(4));
    expect((await send("hello")).status).toBe(503);
    for (const socket of slow) socket.destroy();
    await nothingHeld();
    expect((await send("hello")).status).toBe(200);
  });
  test("a slow sender holds only what came, not what it promised", async () => {
    const slow = await open("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9900\r\n\r\nxx");
    await vi.waitFor(() => expect(inFlight.bytes()).toBe(2));
    slow.destroy();
    await nothingHeld();
  });
  test("slow senders are cut off in time, told so, and give their place to others", async () => {
    await app.close();
    await start({ bodyWithinMs: 200 });
    const slow = await Promise.all(
      Array.from({ length: 4 }, () => open("POST / HTTP/1.1\r\nhost: x\r\norigin: https://shop.test\r\ncontent-length: 100\r\n\r\nx")),
    );
    const told = slow.map(async (socket) => (await socket.toArray()).join(""));
    for (const answer of await Promise.all(told)) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*access-control-allow-origin: https:\/\/shop\.test[^]*"too_slow"/);
    }
    await nothingHeld();
    expect((await send("hello")).status).toBe(200);
  });
  test("a sender that leaves while its events are written frees its place", async () => {
    const socket = await open(`POST /held HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello`);
    await vi.waitFor(() => expect(held).toBeDefined());
    socket.destroy();
    await nothingHeld();
  });
});

function endless(bytes: number): ReadableStream {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) return controller.close();
      sent += 5_000;
      controller.enqueue(new Uint8Array(5_000));
    },
  });
}
