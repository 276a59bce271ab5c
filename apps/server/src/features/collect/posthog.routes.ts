import { ProductError } from "@throughline/contract";
import { posthogToMessages } from "@throughline/domain";
import type { FastifyInstance } from "fastify";
import { acceptMessages, maxBatchEvents, type Accepted } from "./accept-messages.ts";
import { answerBatch } from "./answer.ts";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { parsePosthogBody, readPosthogRequest } from "./posthog-body.ts";
import { keepRefused, keepUnread } from "./keep-refused.ts";
import { maxPosthogBytes, readBody } from "./read-body.ts";
import { senderOf } from "./receive.ts";
import { sketchOf } from "./to-rejected.ts";
import { keyIn, requireSource } from "./write-key.ts";

const capturePaths = ["/e", "/i/v0/e", "/batch", "/capture", "/track", "/engage"];
type Query = { compression?: unknown; sent_at?: unknown };

/** PostHog's capture endpoints: https://posthog.com/docs/api/capture */
export function registerPosthogRoutes(app: FastifyInstance, deps: RouteDeps): void {
  collectPath(app, ["POST"], capturePaths, async (request, reply) => {
    const query = request.query as Query;
    const body = await keepUnread(deps, request, async (see) => {
      const bytes = await readBody(request, reply, deps.inFlight, maxPosthogBytes, see);
      see(bytes);
      return parsePosthogBody(bytes, query.compression, maxPosthogBytes);
    });
    const { writeKey, events, ...given } = readPosthogRequest(body);
    const source = await requireSource(deps.sources, writeKey ?? keyIn(request.query));
    const sentAt = given.sentAt ?? query.sent_at;
    const receivedAt = deps.now();
    const accept = async () => {
      if (events.length > maxBatchEvents)
        throw new ProductError("too_large", `The batch has ${events.length} events; at most ${maxBatchEvents} are accepted.`);
      const messages = events.map((event) => posthogToMessages(event, { receivedAt, sentAt }));
      return { messages, result: await acceptMessages(deps, { source, messages: messages.flat(), sentAt, ...senderOf(request) }) };
    };
    const { messages, result } = await keepRefused(deps, source, () => sketchOf(events), accept);
    return answerBatch(reply, byEvent(result, messages), { status: 1 });
  });
}

/** An event may have become several messages or none; the answer speaks of events. */
function byEvent(result: Accepted, messages: readonly unknown[][]): Accepted {
  const eventOf = messages.flatMap((list, index) => list.map(() => index));
  const rejected = result.rejected.map((rejection) => ({ ...rejection, index: eventOf[rejection.index] ?? rejection.index }));
  const refused = new Set(rejected.map((rejection) => rejection.index));
  return { accepted: messages.length - refused.size, rejected };
}
