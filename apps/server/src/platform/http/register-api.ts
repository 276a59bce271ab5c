import { OpenAPIHandler } from "@orpc/openapi/fastify";
import type { AnyContractRouter } from "@orpc/contract";
import type { Router } from "@orpc/server";
import { ProductError } from "@throughline/contract";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ResolveAccess } from "../auth/resolve-access.ts";
import { answerOfError, isUnexpected } from "./answer-of-error.ts";
import type { ApiContext } from "./api.ts";
import { registerApiReference } from "./api-reference.ts";
import { askForApiDocument } from "./ask-for-api-document.ts";
import { nothingAt } from "./nothing-at.ts";

export const apiPrefix = "/api/v1";

export type ApiOptions = {
  /** The contract, implemented: `api.router({ people, workspace, … })`. */
  router: Router<AnyContractRouter, ApiContext>;
  /** Who is calling; throws a ProductError 401 or 403. */
  resolveAccess: ResolveAccess;
  /** Where people reach this server, for the OpenAPI document. */
  publicUrl: string;
};

/** What the interceptors below need besides what handlers get. */
type RequestContext = ApiContext & { request: FastifyRequest };

/** Mounts the API contract under `/api/v1`, its OpenAPI document, and the reference page at `/api/reference`. */
export async function registerApi(app: FastifyInstance, { router, resolveAccess, publicUrl }: ApiOptions): Promise<void> {
  // What is asked while the server stops is ended at once, and answered: whoever asked may ask again.
  const stopping = new AbortController();
  app.addHook("preClose", async () => stopping.abort(new ProductError("unavailable", "The server is stopping.", { retryAfterSeconds: 1 })));
  const handler = new OpenAPIHandler<RequestContext>(router, {
    interceptors: [
      async ({ context, request: asked, next }) => {
        dropEmpty(asked.url.searchParams);
        try {
          return await next();
        } catch (error) {
          const { request } = context;
          // Whoever left without the answer has ended the question.
          if (isUnexpected(error) && !asked.signal?.aborted) request.log.error({ err: error }, "request failed");
          return { matched: true, response: answerOfError(error, request.id) };
        }
      },
    ],
    clientInterceptors: [
      ({ next, ...options }) => {
        options.context.request.operation = options.path.join(".");
        return next({ ...options, signal: AbortSignal.any([stopping.signal, ...(options.signal ? [options.signal] : [])]) });
      },
    ],
    eventIteratorKeepAliveInterval: 15_000,
  });

  app.all(`${apiPrefix}/*`, async (request, reply) => {
    const access = await resolveAccess(request, reply);
    reply.header("cache-control", "no-store");
    const context: RequestContext = { access, requestId: request.id, headers: request.headers, request };
    const { matched } = await handler.handle(request, reply, { prefix: apiPrefix, context });
    if (!matched) throw nothingAt(request);
    return reply;
  });

  const document = askForApiDocument(publicUrl);
  app.get(`${apiPrefix}/openapi.json`, async (_request, reply) => reply.type("application/json").send(await document()));
  registerApiReference(app, `${apiPrefix}/openapi.json`);
}

/** `?search=&sort=`: a parameter without a value was not given. */
function dropEmpty(parameters: URLSearchParams): void {
  for (const name of new Set(parameters.keys())) parameters.delete(name, "");
}
