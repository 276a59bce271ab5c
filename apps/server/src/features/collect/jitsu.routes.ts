import type { FastifyInstance } from "fastify";
import { messageTypes, type MessageType } from "@throughline/domain";
import { acceptMessages } from "./accept-messages.ts";
import { answerBatch, answerSingle } from "./answer.ts";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { keepRefused } from "./keep-refused.ts";
import { receive, senderOf } from "./receive.ts";
import { messagesIn, readBatch } from "./segment.routes.ts";
import { sketchOf } from "./to-rejected.ts";

/**
 * Jitsu: `POST /api/s/{type}` from browsers and `/api/s/s2s/{type}` from servers, where the type is one of Segment's calls, `batch` (`{ batch: [...] }`),
 * or `event`, whose type is in the body. The key is `x-write-key: key:secret`; the secret is not looked at.
 */
export function registerJitsuRoutes(app: FastifyInstance, deps: RouteDeps): void {
  collectPath(app, ["POST"], ["/api/s/:type", "/api/s/s2s/:type"], async (request, reply) => {
    const { type } = request.params as { type: string };
    const { source, body, bytes } = await receive(deps, request, reply);
    const sender = { bodyBytes: bytes.length, ...senderOf(request) };
    if (type === "batch" || Array.isArray(body)) {
      const batch = Array.isArray(body) ? { batch: body } : body;
      const accept = () => acceptMessages(deps, { source, ...readBatch(batch), ...sender });
      return answerBatch(reply, await keepRefused(deps, source, () => sketchOf(messagesIn(batch)), accept), { ok: true });
    }
    const implied = messageTypes.includes(type as MessageType) ? { implied: type as MessageType } : {};
    return answerSingle(reply, await acceptMessages(deps, { source, messages: [body], ...implied, ...sender }));
  });
}
