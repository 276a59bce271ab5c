import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createOutbound, OutboundRefused } from "./outbound.ts";
import { isPublicAddress } from "./public-addresses.ts";

let server: Server;
let port: number;
const seen: { method: string; url: string; host: string; body: string }[] = [];
const answers: Record<string, (response: ServerResponse) => void> = {
  "/moved": (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
  "/large": (response) => {
    for (let part = 0; part < 100; part++) response.write("x".repeat(10_000));
    response.end();
  },
  "/silent": () => {},
};
beforeAll(async () => {
  server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? "";
    seen.push({ method: request.method ?? "", url: path, host: request.headers.host ?? "", body: Buffer.concat(parts).toString() });
    (answers[path] ?? ((reply) => reply.end("heard")))(response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const loopback = { address: "127.0.0.1", family: 4 };
const here = createOutbound({ allowPrivate: true, resolve: async () => [loopback] });

describe("addresses", () => {
  test.each(["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "172.15.0.1", "172.32.0.1", "100.128.0.1"])("%s is public", (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "not an address",
  ])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("calling out", () => {
  const guarded = (...addresses: string[]) =>
    createOutbound({
      allowPrivate: false,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    });
  const refused = expect.objectContaining({ name: "OutboundRefused" });

  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://169.254.169.254/latest/meta-data",
    "ftp://example.com/",
    "file:///etc/passwd",
    "http://ada:secret@example.com/",
    "nonsense",
  ])("%s is refused", async (url) => {
    await expect(guarded("93.184.216.34")(url)).rejects.toEqual(refused);
  });

  test("a name is refused where any of its addresses is private, and nothing is sent", async () => {
    const before = seen.length;
    await expect(guarded("127.0.0.1")(`http://hooks.test:${port}/`)).rejects.toEqual(refused);
    await expect(guarded("93.184.216.34", "10.0.0.1")(`http://hooks.test:${port}/`)).rejects.toThrow(
      /10\.0\.0\.1, which is not on the public internet/,
    );
    await expect(guarded()("http://hooks.test/")).rejects.toBeInstanceOf(OutboundRefused);
    expect(seen).toHaveLength(before);
  });

  test("the name is looked up once, the connection goes to the address that was checked, and the name stays in the request", async () => {
    const resolve = vi.fn(async () => [loopback]);
    const answer = await createOutbound({ allowPrivate: true, resolve })(`http://hooks.test:${port}/in`, { method: "POST", body: "hä" });
    expect(answer).toMatchObject({ status: 200, body: "heard" });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(seen.at(-1)).toEqual({ method: "POST", url: "/in", host: `hooks.test:${port}`, body: "hä" });
  });

  test("redirects are not followed", async () => {
    expect(await here(`http://hooks.test:${port}/moved`)).toMatchObject({ status: 302, headers: { location: "/elsewhere" } });
    expect(seen.at(-1)?.url).toBe("/moved");
  });

  test("no more of an answer is read than wanted", async () => {
    expect((await here(`http://hooks.test:${port}/large`, { maxBytes: 1000 })).body).toBe("x".repeat(1000));
  });

  test("who does not answer is given up", async () => {
    await expect(here(`http://hooks.test:${port}/silent`, { timeoutMs: 50 })).rejects.toThrow("There was no answer within 0.05 s.");
    const unresolved = createOutbound({ allowPrivate: true, resolve: () => new Promise(() => {}) });
    await expect(unresolved("http://hooks.test/", { timeoutMs: 50 })).rejects.toThrow("The name was not found in time.");
  });
});
