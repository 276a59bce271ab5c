import type { FastifyInstance, FastifyReply } from "fastify";

/** How long requests under way may take to end once the server closes. */
const graceMs = 5_000;

/**
 * Closing the server lets requests under way finish, but never waits for ever: live streams, which have no end, are ended at once (their readers connect again and go
 * on without a gap), and whoever is not done after {@link graceMs} is cut off.
 */
export function closeInTime(app: FastifyInstance): void {
  const underWay = new Set<FastifyReply>();
  app.addHook("onRequest", async (_request, reply) => {
    underWay.add(reply);
    reply.raw.once("close", () => underWay.delete(reply));
  });
  app.addHook("preClose", async () => {
    for (const reply of underWay) if (String(reply.getHeader("content-type")).startsWith("text/event-stream")) reply.raw.destroy();
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
}
