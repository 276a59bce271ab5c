import { createHash, timingSafeEqual } from "node:crypto";
import { ProductError } from "@throughline/contract";
import type { FastifyReply, FastifyRequest } from "fastify";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const loopback = /^(127\.|::1$|::ffff:127\.)/;
/** A proxy on this machine comes from loopback too; it says for whom. */
const forwarding = ["x-forwarded-for", "x-real-ip", "forwarded", "via"];

/**
 * Who may read the metrics: with a token, who sends it (`Authorization: Bearer …`); without one, who asks on this machine directly.
 * Throws `unauthenticated`, `forbidden`.
 */
export function createMetricsGate(token: string | null) {
  const wanted = token === null ? null : digest(token);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (wanted === null) {
      const direct = forwarding.every((name) => request.headers[name] === undefined);
      if (direct && loopback.test(request.socket.remoteAddress ?? "")) return;
      throw new ProductError(
        "forbidden",
        "Metrics are shown to this machine alone; with THROUGHLINE_METRICS_TOKEN set, to whoever sends that token.",
      );
    }
    const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), wanted)) return;
    reply.header("www-authenticate", 'Bearer realm="metrics"');
    throw new ProductError("unauthenticated", "Send the token of THROUGHLINE_METRICS_TOKEN: Authorization: Bearer …");
  };
}
