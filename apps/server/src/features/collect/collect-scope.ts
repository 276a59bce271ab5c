import { ProductError, type ErrorBody } from "@throughline/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** What every collecting route needs: bodies left unread (each route reads its own, within bounds), CORS for any page, and errors in one form. */
export function configureCollectScope(app: FastifyInstance, now: () => number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.addHook("onRequest", async (request, reply) => {
    // SDKs label JSON as text, as a form, as nothing or as nonsense; nothing here goes by it.
    request.raw.headers["content-type"] = "application/octet-stream";
    allowAnyOrigin(request, reply);
  });

  app.setErrorHandler((error, request, reply) => {
    const known = error instanceof ProductError;
    if (!known) request.log.error({ err: error }, "collecting failed");
    const problem = known ? error : new ProductError("internal", "Something went wrong on our side. The request id finds it in the log.");
    const { retryAfterSeconds } = problem;
    if (retryAfterSeconds !== undefined) {
      reply.header("retry-after", retryAfterSeconds);
      if (problem.code === "rate_limited") reply.header("x-ratelimit-reset", Math.ceil(now() / 1000) + retryAfterSeconds);
    }
    const body: ErrorBody & { success: false } = {
      success: false,
      error: {
        code: problem.code,
        message: problem.message,
        ...(problem.issues.length > 0 ? { issues: problem.issues } : {}),
        requestId: request.id,
      },
    };
    return reply.code(problem.status).send(body);
  });
}

function allowAnyOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  reply.header("access-control-allow-origin", origin ?? "*");
  // Scripts and settings are for pages of other origins.
  reply.header("cross-origin-resource-policy", "cross-origin");
  if (!origin) return;
  reply.header("vary", "Origin");
  // Browsers send beacons with credentials; nothing here reads a cookie.
  reply.header("access-control-allow-credentials", "true");
  reply.header("access-control-expose-headers", "retry-after, x-ratelimit-reset, x-request-id");
  if (request.method !== "OPTIONS") return;
  reply.header("access-control-allow-methods", "GET, POST, OPTIONS");
  reply.header("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "content-type, authorization");
  reply.header("access-control-max-age", "86400");
}
