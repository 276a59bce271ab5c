import { connect, type AddressInfo } from "node:net";
import { Readable } from "node:stream";
import Fastify from "fastify";
import { expect, test, vi } from "vitest";
import { closeInTime } from "./close-in-time.ts";

async function startServer() {
  const app = Fastify();
  closeInTime(app);
  app.get("/live", (_request, reply) => reply.type("text/event-stream").send(Readable.from(endless())));
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  app.get("/slow", () => finished.then(() => "done"));
  app.post("/upload", () => "taken");
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  return { app, port, finish, url: `http://127.0.0.1:${port}` };
}

async function* endless(): AsyncGenerator<string> {
  yield ": hello\n\n";
  await new Promise(() => {});
}

test("a live stream does not keep the server from closing", async () => {
  const { app, url } = await startServer();
  const answer = await fetch(`${url}/live`);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  await app.close();
  await expect(reader.read()).rejects.toThrow();
});

test("a request under way gets its answer", async () => {
  const { app, url, finish } = await startServer();
  const answer = fetch(`${url}/slow`);
  await vi.waitFor(async () => expect(await connectionsOf(app.server)).toBe(1));
  const closing = app.close();
  finish();
  expect(await (await answer).text()).toBe("done");
  await closing;
});

test("who never finishes a request is cut off in the end", async () => {
  const { app, port } = await startServer();
  const socket = connect(port, "127.0.0.1")
    .on("error", () => {})
    .resume();
  socket.write("POST /upload HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{");
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await vi.waitFor(async () => expect(await connectionsOf(app.server)).toBe(1));
  await app.close();
  await ended;
}, 20_000);

const connectionsOf = (server: { getConnections(callback: (error: Error | null, count: number) => void): unknown }) =>
  new Promise<number>((resolve, reject) => void server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
