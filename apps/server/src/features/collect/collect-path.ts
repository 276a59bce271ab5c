import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

export type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Answers each path, with and without a slash at its end (SDKs differ), and the browser's question before it (CORS preflight). */
export function collectPath(app: FastifyInstance, methods: readonly ("GET" | "POST")[], paths: readonly string[], handler: Handler): void {
  for (const path of paths) {
    for (const url of [path, `${path}/`]) {
      app.route({ method: [...methods], url, handler });
      app.options(url, async (_request, reply) => reply.code(204).send());
    }
  }
}
