import type { FastifyInstance } from "fastify";
import { messageTypes, type MessageType } from "@throughline/domain";
import { acceptMessages } from "./accept-messages.ts";
import { answerBatch, answerSingle } from "./answer.ts";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { receive, senderOf } from "./receive.ts";
import { readBatch } from "./segment.routes.ts";

/**
 * Jitsu: `POST /api/s/{type}` from browsers and `/api/s/s2s/{type}` from servers, where the type is one of Segment's calls, `batch` (`{ batch: [...] }`),
 * or `event`, whose type is in the body. The key is `x-write-key: key:secret`; the secret is not looked at.
 */
export function registerJitsuRoutes(app: FastifyInstance, deps: RouteDeps): void {
  collectPath(app, ["POST"], ["/api/s/:type", "/api/s/s2s/:type"], async (request, reply) => {
    const { type } = request.params as { type: string };
    const { source, body, bodyBytes } = await receive(deps, request, reply);
    const sender = { bodyBytes, ...senderOf(request) };
    if (type === "batch" || Array.isArray(body)) {
      const { messages, sentAt, context } = readBatch(Array.isArray(body) ? { batch: body } : body);
      return answerBatch(reply, await acceptMessages(deps, { source, messages, sentAt, ...(context ? { context } : {}), ...sender }), {
        ok: true,
      });
    }
    const implied = messageTypes.includes(type as MessageType) ? { implied: type as MessageType } : {};
    return answerSingle(reply, await acceptMessages(deps, { source, messages: [body], ...implied, ...sender }));
  });
}
