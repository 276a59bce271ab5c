import { ProductError } from "@throughline/contract";
import { isObject, type JsonObject, type MessageType } from "@throughline/domain";
import type { FastifyInstance } from "fastify";
import { acceptMessages } from "./accept-messages.ts";
import { answerBatch, answerSingle } from "./answer.ts";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { keepRefused } from "./keep-refused.ts";
import { receive, senderOf } from "./receive.ts";
import { sketchOf } from "./to-rejected.ts";

/** Segment's calls by their paths, long and short (analytics-next uses the short ones). */
const singlePaths: Record<string, MessageType> = {
  track: "track",
  t: "track",
  page: "page",
  p: "page",
  screen: "screen",
  s: "screen",
  identify: "identify",
  i: "identify",
  group: "group",
  g: "group",
  alias: "alias",
  a: "alias",
};
const batchPaths = ["/v1/batch", "/v1/b", "/v1/import"];

/** `POST /v1/{identify,track,page,screen,group,alias,batch,import}` and their short forms: Segment, RudderStack, Customer.io. */
export function registerSegmentRoutes(app: FastifyInstance, deps: RouteDeps): void {
  for (const [path, implied] of Object.entries(singlePaths)) {
    collectPath(app, ["POST"], [`/v1/${path}`], async (request, reply) => {
      const { source, body, bytes } = await receive(deps, request, reply);
      const given = { source, messages: [body], implied, bodyBytes: bytes.length, ...senderOf(request) };
      return answerSingle(reply, await acceptMessages(deps, given));
    });
  }
  collectPath(app, ["POST"], batchPaths, async (request, reply) => {
    const { source, body, bytes } = await receive(deps, request, reply);
    const sender = { bodyBytes: bytes.length, ...senderOf(request) };
    const accept = () => acceptMessages(deps, { source, ...readBatch(body), ...sender });
    return answerBatch(reply, await keepRefused(deps, source, () => sketchOf(messagesIn(body)), accept));
  });
  // What a load balancer in front of a RudderStack data plane asks.
  app.get("/health", async (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  // analytics-next reports figures about itself here; they are of no use to the workspace.
  collectPath(app, ["POST"], ["/v1/m"], async (_request, reply) => reply.send({ success: true }));
}

/** `{ batch: [...], sentAt, context }`. Throws `invalid_input`. */
export function readBatch(body: unknown): { messages: unknown[]; sentAt: unknown; context?: JsonObject } {
  if (!isObject(body) || !Array.isArray(body["batch"]))
    throw new ProductError("invalid_input", "batch is missing; an array of messages is accepted.", {
      issues: [{ field: "batch", message: "is missing", accepted: "an array of messages" }],
    });
  return { messages: body["batch"], sentAt: body["sentAt"], ...(isObject(body["context"]) ? { context: body["context"] } : {}) };
}

/** What a body holds as its messages, if it does. */
export const messagesIn = (body: unknown): readonly unknown[] => (isObject(body) && Array.isArray(body["batch"]) ? body["batch"] : [body]);
