import { ProductError, type ErrorBody } from "@throughline/contract";
import { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Bodies of this route may take long: it gives up silent senders by itself. */
    slowBody?: boolean;
  }
}

const tooSlow = () =>
  new ProductError("too_slow", "The body did not arrive in time; send it again, in smaller parts where that is possible.");

/**
 * Bodies have to arrive whole within `withinMs` of the request's begin; after that their sender is told so (408) and cut off. `onCutOff` counts them, for
 * Fastify knows of no answer. Where a route lets bodies take long, the time begins with the answer: what was refused unread is not waited for either.
 */
export function limitSlowBodies(
  app: FastifyInstance,
  { withinMs, onCutOff }: { withinMs: number; onCutOff: (reply: FastifyReply) => void },
): void {
  app.addHook("onRequest", async (request, reply) => {
    const { headers } = request.raw;
    if (headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0) return;
    const later = () => cutOffLater(request, reply, withinMs, onCutOff);
    if (request.routeOptions.config.slowBody) reply.raw.once("finish", later);
    else later();
  });
}

function cutOffLater(request: FastifyRequest, reply: FastifyReply, withinMs: number, onCutOff: (reply: FastifyReply) => void): void {
  if (request.raw.complete) return;
  const timer = setTimeout(() => {
    if (request.raw.complete) return;
    if (!reply.raw.headersSent) onCutOff(reply);
    cutOff(request, reply);
  }, withinMs);
  timer.unref();
  for (const event of ["end", "close"]) request.raw.once(event, () => clearTimeout(timer));
}

/** Written past the reply: whoever reads the body is to learn of its end by the broken connection, not by two answers. */
function cutOff(request: FastifyRequest, reply: FastifyReply): void {
  const { socket } = request.raw;
  // A request that was injected has no connection.
  if (!(socket instanceof Socket)) return;
  if (!reply.raw.headersSent && socket.writable) socket.write(answer(request, reply));
  socket.destroySoon();
}

function answer(request: FastifyRequest, reply: FastifyReply): string {
  const { code, message, status } = tooSlow();
  const body = JSON.stringify({ error: { code, message, requestId: request.id } } satisfies ErrorBody);
  const headers = {
    ...reply.getHeaders(),
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  return [
    `HTTP/1.1 ${status} Request Timeout`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`),
    "",
    body,
  ].join("\r\n");
}
