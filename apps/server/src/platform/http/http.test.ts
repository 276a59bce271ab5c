import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProductError, rolePermissions } from "@throughline/contract";
import { implement } from "@orpc/server";
import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { createLog } from "../telemetry/create-log.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import type { ApiContext } from "./api.ts";
import { createHttpServer } from "./create-http-server.ts";
import { createReadiness } from "./readiness.ts";
import { registerApi } from "./register-api.ts";
import { registerConsole } from "./register-console.ts";
import { registerHealth } from "./register-health.ts";
import { registerSdk } from "./register-sdk.ts";

let app: FastifyInstance;
let lines: string[];
afterEach(() => app.close());

async function startServer(register: (app: FastifyInstance) => void | Promise<void>, { https = false } = {}): Promise<void> {
  lines = [];
  const log = createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } });
  app = await createHttpServer({ log, metrics: createMetrics(), trustProxy: false, https });
  await register(app);
}

describe("the error handler", () => {
  test("answers a product error with its code, status, request id and Retry-After", async () => {
    await startServer((server) => {
      server.get("/fast", () => {
        throw new ProductError("rate_limited", "Too fast.", { retryAfterSeconds: 0.2 });
      });
    });
    const answer = await app.inject({ url: "/fast", headers: { "x-request-id": "request-12345" } });
    expect(answer.statusCode).toBe(429);
    expect(answer.headers).toMatchObject({ "retry-after": "1", "x-request-id": "request-12345" });
    expect(answer.json()).toEqual({ error: { code: "rate_limited", message: "Too fast.", requestId: "request-12345" } });
  });

  test("tells nothing of the inside when an error is unknown, and logs it", async () => {
    await startServer((server) => {
      server.get("/broken", () => {
        throw Object.assign(new Error("password=hunter2 at db.internal", { cause: new Error("refused") }), {
          code: "ECONNREFUSED",
          client: { connection: "of the driver" },
        });
      });
    });
    const answer = await app.inject({ url: "/broken" });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("hunter2");
    expect(lines.join("")).toContain(answer.json().error.requestId);
    expect(lines.join("")).toMatch(/"code":"ECONNREFUSED".*db\.internal.*"message":"refused"/);
    expect(lines.join("")).not.toContain("of the driver");
  });

  test.each([
    ["bad JSON", { payload: "{", headers: { "content-type": "application/json" } }, 400, "bad_json"],
    [
      "a body too large",
      { payload: JSON.stringify("x".repeat(2 ** 20)), headers: { "content-type": "application/json" } },
      413,
      "too_large",
    ],
    ["another media type", { payload: "x", headers: { "content-type": "image/png" } }, 415, "unsupported_media_type"],
  ])("answers %s with its own code", async (_what, request, status, code) => {
    await startServer((server) => void server.post("/in", () => "taken"));
    const answer = await app.inject({ url: "/in", method: "POST", ...request });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error.code).toBe(code);
  });

  test("lets a request be that names JSON and sends nothing, as many clients do with DELETE", async () => {
    await startServer((server) => void server.delete("/thing", (request) => ({ body: request.body ?? null })));
    const answer = await app.inject({ url: "/thing", method: "DELETE", payload: "", headers: { "content-type": "application/json" } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ body: null });
  });

  test("answers what is not there, and a URL that cannot be read, as errors too", async () => {
    await startServer(() => {});
    expect((await app.inject({ url: "/nowhere?token=t" })).json().error).toMatchObject({
      code: "not_found",
      message: "There is nothing at GET /nowhere.",
    });
    expect((await app.inject({ url: "/%E0%A4%A" })).json().error.code).toBe("invalid_input");
  });
});

test("query strings, links, cookies and keys stay out of the log", async () => {
  await startServer((server) => {
    server.get("/link", (request) => {
      request.log.info({ headers: request.headers, input: { password: "hunter2" } }, "seen");
      return "ok";
    });
  });
  await app.inject({ url: "/link?token=hunter2", headers: { cookie: "session=hunter2", authorization: "Bearer hunter2" } });
  const invitation = "hunter2".padEnd(43, "x");
  await app.inject({ url: `/invite/${invitation}` });
  expect(lines.join("")).toContain('"path":"/link"');
  expect(lines.join("")).toContain('"path":"/invite/…"');
  expect(lines.join("")).not.toContain("hunter2");
});

describe("health", () => {
  test("readiness names what fails, without saying why", async () => {
    const readiness = createReadiness(["postgres", "clickhouse", "worker"]);
    await startServer((server) =>
      registerHealth(server, {
        metrics: createMetrics(),
        metricsToken: null,
        readiness,
      }),
    );
    readiness.reached("postgres");
    readiness.reached("clickhouse", () => Promise.reject(new Error("at 10.0.0.3")));
    const answer = await app.inject({ url: "/readyz" });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      status: "not_ready",
      checks: [
        { name: "postgres", ok: true },
        { name: "clickhouse", ok: false },
        { name: "worker", ok: false },
      ],
    });
    expect(lines.join("")).toContain("at 10.0.0.3");
    for (const name of ["clickhouse", "worker"]) readiness.reached(name);
    expect((await app.inject({ url: "/readyz" })).statusCode).toBe(200);
    expect((await app.inject({ url: "/healthz" })).json()).toEqual({ status: "ok" });
  });

  test("what is served without leaves the process ready, and says that it is not well", async () => {
    const readiness = createReadiness(["postgres", "pipeline"]);
    await startServer((server) => registerHealth(server, { metrics: createMetrics(), metricsToken: null, readiness }));
    readiness.reached("postgres");
    expect((await app.inject({ url: "/readyz" })).statusCode).toBe(503);
    readiness.reached("pipeline", () => Promise.reject(new Error("every batch fails")), { servesWithout: true });
    const answer = await app.inject({ url: "/readyz" });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        status: "degraded",
        checks: [
          { name: "postgres", ok: true },
          { name: "pipeline", ok: false },
        ],
      },
    ]);
    expect(lines.join("")).toContain("every batch fails");
  });

  test("metrics count requests by route", async () => {
    const metrics = createMetrics();
    app = await createHttpServer({ log: createLog({ level: "silent" }), metrics, trustProxy: false, https: false });
    registerHealth(app, { metrics, metricsToken: null, readiness: createReadiness([]) });
    await app.inject({ url: "/readyz" });
    expect((await app.inject({ url: "/metrics" })).body).toMatch(
      /throughline_http_request_seconds_count\{method="GET",route="\/readyz",status="200"\} 1/,
    );
  });
});

describe("metrics are read", () => {
  const token = "the-token-of-the-tests";
  const ask = async (metricsToken: string | null, headers: Record<string, string>, remoteAddress: string) => {
    await startServer((server) => registerHealth(server, { metrics: createMetrics(), metricsToken, readiness: createReadiness([]) }));
    return app.inject({ url: "/metrics", headers, remoteAddress });
  };

  test.each(["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])("without a token from this machine (%s)", async (address) =>
    expect((await ask(null, {}, address)).statusCode).toBe(200),
  );
  test.each(["10.0.0.7", "::ffff:10.0.0.7", "1.127.0.0"])("without a token not from another (%s)", async (address) => {
    const answer = await ask(null, {}, address);
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, "forbidden"]);
  });
  test.each(["x-forwarded-for", "x-real-ip", "forwarded", "via"])(
    "without a token not through a proxy on this machine (%s)",
    async (header) => expect((await ask(null, { [header]: "127.0.0.1" }, "127.0.0.1")).statusCode).toBe(403),
  );
  test("with the token, from anywhere", async () =>
    expect((await ask(token, { authorization: `Bearer ${token}` }, "10.0.0.7")).statusCode).toBe(200));
  test.each<Record<string, string>>([{}, { authorization: "Bearer another-token" }, { authorization: `Basic ${token}` }])(
    "not without it where one is set, not even on this machine: %j",
    async (headers) => {
      const answer = await ask(token, headers, "127.0.0.1");
      expect([answer.statusCode, answer.json().error.code, answer.headers["www-authenticate"]]).toEqual([
        401,
        "unauthenticated",
        'Bearer realm="metrics"',
      ]);
    },
  );
});

test("every answer tells browsers to run, frame and guess nothing, also one of nothing; only where people come by https they are told to stay with it", async () => {
  await startServer((server) => {
    server.get("/something", async () => "something");
    server.get("/shared", async (_request, reply) => reply.header("cross-origin-resource-policy", "cross-origin").send("something"));
  });
  const expected = {
    "content-security-policy": "default-src 'none';frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
  for (const url of ["/something", "/nothing"]) {
    const { headers } = await app.inject({ url });
    expect(headers).toMatchObject(expected);
    expect(headers).not.toHaveProperty("strict-transport-security");
  }
  expect((await app.inject({ url: "/shared" })).headers).toMatchObject({ ...expected, "cross-origin-resource-policy": "cross-origin" });
  await app.close();
  await startServer((server) => void server.get("/something", async () => "something"), { https: true });
  expect((await app.inject({ url: "/something" })).headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
});

describe("the console", () => {
  async function startConsole(): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), "throughline-console-"));
    await mkdir(join(directory, "assets"));
    await writeFile(join(directory, "index.html"), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    await writeFile(join(directory, "favicon.svg"), "<svg/>");
    await writeFile(join(directory, "assets/app-1a2b.js"), "plain");
    await writeFile(join(directory, "assets/app-1a2b.js.br"), "compressed");
    await startServer((server) => registerConsole(server, { directory }));
  }

  test("answers every path that a person can open with its page, under a policy with a nonce of its own", async () => {
    await startConsole();
    const [one, two] = [await app.inject({ url: "/people/p_1?tab=a.b" }), await app.inject({ url: "/" })];
    const nonce = /content="([^"]+)"/.exec(one.body)?.[1] as string;
    expect(one.headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(one.headers["content-security-policy"]).toContain("script-src 'self';");
    expect(two.body).not.toContain(nonce);
  });

  test("keeps hashed assets for ever and sends them compressed", async () => {
    await startConsole();
    const asset = await app.inject({ url: "/assets/app-1a2b.js", headers: { "accept-encoding": "br" } });
    expect(asset.body).toBe("compressed");
    expect(asset.headers).toMatchObject({ "content-encoding": "br", "cache-control": "public, max-age=31536000, immutable" });
    expect((await app.inject({ url: "/favicon.svg" })).headers["cache-control"]).not.toContain("immutable");
  });

  test.each(["/assets/gone.js", "/api/v1/nothing", "/index.html", "/v1/unknown", "/assets/..%2f..%2fetc%2fpasswd"])(
    "does not answer %s with the page",
    async (url) => {
      await startConsole();
      expect((await app.inject({ url })).json().error.code).toBe("not_found");
    },
  );

  test("says when nothing was built", async () => {
    await startServer((server) => registerConsole(server, { directory: "/nonexistent" }));
    expect((await app.inject({ url: "/" })).json().error.code).toBe("unavailable");
  });
});

test.each(["throughline.js", "friction.js"])("the SDK loads from any site: %s", async (file) => {
  const directory = await mkdtemp(join(tmpdir(), "throughline-sdk-"));
  await writeFile(join(directory, file), file);
  await startServer((server) => registerSdk(server, { directory }));
  const answer = await app.inject({ url: `/sdk/${file}` });
  expect(answer.body).toBe(file);
  expect(answer.headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "content-type": "text/javascript; charset=utf-8",
  });
});

describe("the API", () => {
  const contract = {
    add: oc
      .route({ method: "POST", path: "/things", successStatus: 201 })
      .input(z.object({ name: z.string().min(2), size: z.enum(["s", "m"]) }))
      .output(z.object({ name: z.string() })),
    remove: oc
      .route({ method: "DELETE", path: "/things/{id}" })
      .input(z.object({ id: z.string() }))
      .output(z.object({ id: z.string() })),
    list: oc
      .route({ method: "GET", path: "/things" })
      .input(z.object({ sort: z.enum(["name", "size"]).default("name"), name: z.string().min(1).optional() }))
      .output(z.object({ sort: z.string(), name: z.string().nullable() })),
    live: oc.route({ method: "GET", path: "/live" }).output(eventIterator(z.object({ n: z.number() }))),
  };
  const things = implement(contract).$context<ApiContext>();
  let ended: PromiseWithResolvers<void>;

  async function startApi(): Promise<void> {
    ended = Promise.withResolvers();
    const router = things.router({
      add: things.add.handler(({ input }) => {
        if (input.name === "twice") throw new ProductError("conflict", "There is one already.", { retryAfterSeconds: 3 });
        if (input.name === "broken") throw new Error("db.internal");
        return { name: input.name };
      }),
      remove: things.remove.handler(({ input }) => input),
      list: things.list.handler(({ input }) => ({ name: null, ...input })),
      live: things.live.handler(async function* ({ signal }) {
        try {
          for (let n = 0; ; n++) {
            yield { n };
            if (n === 1) await new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }));
          }
        } finally {
          ended.resolve();
        }
      }),
    });
    const access = {
      workspaceId: "w",
      actor: { kind: "user" as const, id: "u", name: "Ada" },
      role: "owner" as const,
      permissions: new Set(rolePermissions.owner),
    };
    const resolveAccess = async (request: { headers: { authorization?: string } }) => {
      if (!request.headers.authorization) throw new ProductError("unauthenticated", "Sign in.");
      return access;
    };
    await startServer((server) => registerApi(server, { router, resolveAccess, publicUrl: "http://localhost:4400" }));
  }
  const headers = { authorization: "Bearer tl_1" };
  const add = (payload: unknown) => app.inject({ method: "POST", url: "/api/v1/things", headers, payload: payload as object });

  test("answers with the status of the contract, and takes a DELETE without a body", async () => {
    await startApi();
    const answer = await add({ name: "chair", size: "s" });
    expect([answer.statusCode, answer.json()]).toEqual([201, { name: "chair" }]);
    expect((await app.inject({ method: "DELETE", url: "/api/v1/things/7", headers })).json()).toEqual({ id: "7" });
  });

  test("names each field of an input that cannot be used and what is accepted", async () => {
    await startApi();
    const answer = await add({ name: "c", size: "xl" });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      code: "invalid_input",
      message: "The input cannot be used: name, size.",
      issues: [
        { field: "name", accepted: "at least 2 characters" },
        { field: "size", accepted: "s, m" },
      ],
      requestId: answer.headers["x-request-id"],
    });
  });

  test("takes a parameter without a value as one that was not given", async () => {
    await startApi();
    expect((await app.inject({ url: "/api/v1/things?sort=&name=", headers })).json()).toEqual({ sort: "name", name: null });
    expect((await app.inject({ url: "/api/v1/things?sort=size&name=a", headers })).json()).toEqual({ sort: "size", name: "a" });
    expect((await app.inject({ url: "/api/v1/things?sort=colour", headers })).statusCode).toBe(400);
  });

  test("answers errors of handlers in the same shape", async () => {
    await startApi();
    const conflict = await add({ name: "twice", size: "s" });
    expect([conflict.statusCode, conflict.headers["retry-after"], conflict.json().error.code]).toEqual([409, "3", "conflict"]);
    const broken = await add({ name: "broken", size: "s" });
    expect([broken.statusCode, broken.json().error.code]).toEqual([500, "internal"]);
    expect(broken.body).not.toContain("db.internal");
    expect((await app.inject({ url: "/api/v1/nothing", headers })).json().error.code).toBe("not_found");
    expect((await app.inject({ url: "/api/v1/things" })).json().error.code).toBe("unauthenticated");
  });

  test("frees a stream's generator when its reader goes away", async () => {
    await startApi();
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    const reader = new AbortController();
    const answer = await fetch(`${address}/api/v1/live`, { headers, signal: reader.signal });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const chunk = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(chunk?.value)).toContain("event: message");
    reader.abort();
    await ended.promise;
  });

  test("closes with a stream still open", async () => {
    await startApi();
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    const answer = await fetch(`${address}/api/v1/live`, { headers });
    const rest = answer.text().catch(() => "cut off");
    await app.close();
    await ended.promise;
    expect(await rest).toBe("cut off");
  });

  test("describes itself as OpenAPI 3.1 and shows it as a page that asks nobody else", async () => {
    await startApi();
    const document = (await app.inject({ url: "/api/v1/openapi.json" })).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.paths["/people/{id}"].get.responses.default).toEqual({ $ref: "#/components/responses/Error" });
    expect(document.components.securitySchemes.apiKey.scheme).toBe("bearer");
    const page = await app.inject({ url: "/api/reference/" });
    expect(page.headers["content-security-policy"]).toMatch(/script-src 'self' 'sha256-/);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    const script = await app.inject({ url: "/api/reference/js/scalar.js" });
    expect(script.headers["content-type"]).toMatch(/javascript/);
    expect(script.body).toMatch(/createApiReference/);
    expect((await app.inject({ url: "/api/reference" })).headers["location"]).toBe("/api/reference/");
    expect((await app.inject({ url: "/api/reference/nothing" })).statusCode).toBe(404);
  });
});
