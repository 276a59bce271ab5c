import { ProductError } from "@throughline/contract";
import type { JsonObject, MessageType } from "@throughline/domain";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { acceptMessages, type AcceptDeps, type Accepted } from "./accept-messages.ts";
import { readJsonBody } from "./collect-scope.ts";
import type { SourceFinder } from "./find-source.ts";
import { requireSource, writeKeyOf } from "./write-key.ts";

export type CollectDeps = AcceptDeps & { sources: SourceFinder; publicUrl: () => string };

/** Segment's calls by their paths, long and short (analytics-next uses the short ones). */
const singlePaths: Record<string, MessageType> = {
  track: "track", t: "track",
  page: "page", p: "page",
  screen: "screen", s: "screen",
  identify: "identify", i: "identify",
  group: "group", g: "group",
  alias: "alias", a: "alias",
};
const batchPaths = ["batch", "b", "import"];

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** `POST /v1/{identify,track,page,screen,group,alias,batch,import}` and their short forms. */
export function registerSegmentRoutes(app: FastifyInstance, deps: CollectDeps): void {
  for (const [path, implied] of Object.entries(singlePaths)) {
    app.post(`/v1/${path}`, async (request, reply) => {
      const body = await readJsonBody(request);
      const source = await requireSource(deps.sources, writeKeyOf(request, body));
      const sentAt = isObject(body) ? body["sentAt"] : undefined;
      const result = await acceptMessages(deps, { source, messages: [body], implied, sentAt, ...senderOf(request) });
      return answerSingle(reply, result);
    });
  }
  for (const path of batchPaths) {
    app.post(`/v1/${path}`, async (request, reply) => {
      const body = await readJsonBody(request);
      const source = await requireSource(deps.sources, writeKeyOf(request, body));
      if (!isObject(body) || !Array.isArray(body["batch"])) throw new ProductError("invalid_input", "batch is missing; an array of messages is accepted.", { issues: [{ field: "batch", message: "is missing", accepted: "an array of messages" }] });
      const context = isObject(body["context"]) ? body["context"] : undefined;
      const result = await acceptMessages(deps, { source, messages: body["batch"], sentAt: body["sentAt"], ...(context ? { context } : {}), ...senderOf(request) });
      return answerBatch(reply, result);
    });
  }
  // analytics-next reports figures about itself here; they are of no use to the workspace.
  app.post("/v1/m", async () => ({ success: true }));
}

/** Address and user agent of the sender; the address is kept only where the source says so. */
export function senderOf(request: FastifyRequest): { ip?: string; userAgent?: string } {
  const userAgent = request.headers["user-agent"];
  return { ip: request.ip, ...(userAgent ? { userAgent: userAgent.slice(0, 500) } : {}) };
}

function answerSingle(reply: FastifyReply, result: Accepted): FastifyReply {
  const [rejection] = result.rejected;
  if (!rejection) return reply.send({ success: true });
  const { code, field, message } = rejection;
  const status = code === "too_large" ? 413 : 400;
  return reply.code(status).send({ success: false, error: { code: "invalid_input", message, issues: [{ field: field ?? "", message, code }] } });
}

/** 200 as soon as anything was taken; the others are named one by one. */
export function answerBatch(reply: FastifyReply, result: Accepted): FastifyReply {
  const nothingTaken = result.accepted === 0 && result.rejected.length > 0;
  return reply.code(nothingTaken ? 400 : 200).send({ success: !nothingTaken, ...result });
}
