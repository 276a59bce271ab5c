import { implement } from "@orpc/server";
import { oc } from "@orpc/contract";
import { ProductError } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { ApiContext } from "../http/api.ts";
import { createHttpServer } from "../http/create-http-server.ts";
import { registerApi } from "../http/register-api.ts";
import { createLog } from "../telemetry/create-log.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { limitRequests } from "./limit-requests.ts";

let app: FastifyInstance;
let nowMs: number;
beforeEach(async () => {
  nowMs = 0;
  const contract = implement({ hello: oc.route({ method: "GET", path: "/hello" }).output(z.string()) }).$context<ApiContext>();
  app = await createHttpServer({ log: createLog({ level: "silent" }), metrics: createMetrics(), trustProxy: false, https: false });
  const resolveAccess = limitRequests(
    async (request) => {
      const { authorization: id } = request.headers;
      if (!id) throw new ProductError("unauthenticated", "Sign in.");
      const kind = id.startsWith("tl_") ? ("api_key" as const) : ("user" as const);
      return { workspaceId: "w", actor: { kind, id, name: "Nightly report" }, role: null, permissions: new Set() };
    },
    { perSecond: 2, now: () => nowMs },
  );
  await registerApi(app, {
    router: contract.router({ hello: contract.hello.handler(() => "hello") }),
    resolveAccess,
    publicUrl: "http://localhost:4400",
  });
});
afterEach(() => app.close());

const ask = (authorization?: string) => app.inject({ url: "/api/v1/hello", headers: authorization ? { authorization } : {} });
const statuses = async (who: string, times: number) => {
  const list: number[] = [];
  for (let n = 0; n < times; n++) list.push((await ask(who)).statusCode);
  return list;
};

test("who calls too fast is told when to come back, and may then", async () => {
  expect(await statuses("tl_1", 5)).toEqual([200, 200, 200, 200, 429]);
  const refused = await ask("tl_1");
  expect(refused.headers["retry-after"]).toBe("1");
  expect(refused.json()).toEqual({
    error: {
      code: "rate_limited",
      message: "Nightly report may send 2 requests a second; wait 1 s.",
      requestId: refused.headers["x-request-id"],
    },
  });
  nowMs += 1_000;
  expect(await statuses("tl_1", 3)).toEqual([200, 200, 429]);
});

test("each key and each person has a limit of their own", async () => {
  await statuses("tl_1", 5);
  expect(await statuses("tl_2", 1)).toEqual([200]);
  expect(await statuses("person", 5)).toEqual([200, 200, 200, 200, 429]);
});

test("who is nobody is refused as such", async () => {
  for (let n = 0; n < 6; n++) expect((await ask()).statusCode).toBe(401);
});
