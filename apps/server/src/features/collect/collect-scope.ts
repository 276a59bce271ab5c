import { ProductError, type ErrorBody } from "@throughline/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { maxBodyBytes, parseJson, tooLarge, unpackBody } from "./read-body.ts";

const maxBytesInFlight = 64 * 1024 * 1024;

/** What every collecting route needs: bodies as raw bytes within bounds, CORS for any page, and errors in Segment's manner. */
export function configureCollectScope(app: FastifyInstance): void {
  let bytesInFlight = 0;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body));

  app.addHook("onRequest", async (request, reply) => {
    allowAnyOrigin(request, reply);
    const bytes = Math.min(Number(request.headers["content-length"] ?? maxBodyBytes) || 0, maxBodyBytes);
    if (bytesInFlight + bytes > maxBytesInFlight) throw new ProductError("unavailable", "Too much is being sent at once; try again.", { retryAfterSeconds: 2 });
    bytesInFlight += bytes;
    reply.raw.once("close", () => (bytesInFlight -= bytes));
  });
  app.options("/*", async (_request, reply) => reply.code(204).send());

  app.setErrorHandler((error, request, reply) => {
    const known = toProductError(error);
    if (!known) request.log.error({ err: error }, "collecting failed");
    const problem = known ?? new ProductError("internal", "Something went wrong on our side.");
    const { retryAfterSeconds } = problem;
    if (retryAfterSeconds !== undefined) {
      reply.header("retry-after", retryAfterSeconds);
      reply.header("x-ratelimit-reset", Math.ceil(Date.now() / 1000) + retryAfterSeconds);
    }
    const body: ErrorBody & { success: false } = {
      success: false,
      error: { code: problem.code, message: problem.message, ...(problem.issues.length > 0 ? { issues: problem.issues } : {}), requestId: request.id },
    };
    return reply.code(problem.status).send(body);
  });
}

function toProductError(error: unknown): ProductError | null {
  if (error instanceof ProductError) return error;
  const code = (error as { code?: string }).code;
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return tooLarge();
  if (code === "FST_ERR_CTP_INVALID_CONTENT_LENGTH") return new ProductError("bad_json", "The body is shorter or longer than its content-length.");
  return null;
}

function allowAnyOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const origin = request.headers.origin;
  reply.header("access-control-allow-origin", origin ?? "*");
  if (!origin) return;
  reply.header("vary", "Origin");
  // Browsers send beacons with credentials; nothing here reads a cookie.
  reply.header("access-control-allow-credentials", "true");
  if (request.method !== "OPTIONS") return;
  reply.header("access-control-allow-methods", "GET, POST, OPTIONS");
  reply.header("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "content-type, authorization");
  reply.header("access-control-max-age", "86400");
}

/** The body of a collecting request as JSON, unpacked; an empty body is null. */
export async function readJsonBody(request: FastifyRequest): Promise<unknown> {
  const body = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return null;
  return parseJson(await unpackBody(body, request.headers["content-encoding"]));
}
