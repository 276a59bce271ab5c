import { OpenAPIHandler } from "@orpc/openapi/node";
import type { ErrorBody, ErrorCode } from "@throughline/contract";
import type { Connect, Plugin } from "vite";
import { mockApi } from "./api.ts";
import { answerAuth, isSignedIn, roleOf } from "./auth.ts";
import { answerCollect, answerUpload } from "./collect.ts";
import { servePage } from "./preview-page.ts";

const errorBody = (code: ErrorCode, message: string): ErrorBody => ({ error: { code, message, requestId: "mock" } });

/** An in-memory server behind the contract, so that pages can be built and photographed without the real one. Never part of a build. */
export function mockServer(): Plugin {
  const handler = new OpenAPIHandler(mockApi, {
    customErrorResponseBodyEncoder: (error) => errorBody(error.code.toLowerCase() as ErrorCode, error.message),
  });
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    if (request.url?.startsWith("/api/auth")) {
      answerAuth(request, response).catch(next);
      return;
    }
    if (request.url?.startsWith("/v1/")) {
      answerCollect(request, response).catch(next);
      return;
    }
    if (!request.url?.startsWith("/api/v1")) {
      next();
      return;
    }
    const workspace = request.headers["x-throughline-workspace"];
    const context = { signedIn: isSignedIn(request), role: roleOf(request), workspaceId: typeof workspace === "string" ? workspace : null };
    if (answerUpload(request, response, context.workspaceId)) return;
    handler
      .handle(request, response, { prefix: "/api/v1", context })
      .then(({ matched }) => {
        if (matched) return;
        response.writeHead(404, { "content-type": "application/json" });
        response.end(JSON.stringify(errorBody("not_found", "The mock does not answer this.")));
      })
      .catch(next);
  };
  return {
    name: "mock-server",
    configureServer: ({ middlewares }) => {
      middlewares.use(answer);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(answer);
      servePage(server);
    },
  };
}
