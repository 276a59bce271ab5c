import { randomUUID } from "node:crypto";
import { errorStatus } from "@throughline/contract";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import { answerOfError, isUnexpected } from "./answer-of-error.ts";
import { closeInTime } from "./close-in-time.ts";
import { limitSlowBodies } from "./limit-slow-bodies.ts";
import { nothingAt } from "./nothing-at.ts";
import { observeRequests } from "./observe-requests.ts";
import { securityHeaders } from "./security-headers.ts";

export type HttpServerOptions = {
  log: FastifyBaseLogger;
  metrics: Metrics;
  /** Take the caller's address from X-Forwarded-For; only behind a proxy that sets it. */
  trustProxy: boolean;
  /** Whether people reach this server by https: then browsers are told to stay with it. */
  https: boolean;
  /** How long a body may take, in ms; imports may take longer. */
  bodyWithinMs?: number;
  maxConnections?: number;
};

/** Bodies of the API; collection endpoints and imports set their own. */
const maxBodyBytes = 1024 * 1024;

/** Long enough for a megabyte from a poor mobile connection, and too short to hold places by dripping. */
const bodyWithinMs = 30_000;
/** An import of ten gigabytes over a slow line. */
const longestRequestMs = 12 * 3_600_000;
/** Some kilobytes each while they only send headers; live streams of the console are among them. */
const maxConnections = 20_000;

/**
 * The HTTP server without routes: request ids, log lines, metrics, security headers, and the one error handler, which
 * answers everything thrown as `{ error: { code, message, issues?, requestId } }`.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { log, metrics, trustProxy, https } = options;
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy,
    bodyLimit: maxBodyBytes,
    requestTimeout: longestRequestMs,
    genReqId: (request) => givenRequestId(request.headers["x-request-id"]) ?? randomUUID(),
    frameworkErrors: (error, request, reply) => {
      const answer = answerOfError(error, request.id);
      reply.raw.writeHead(answer.status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(answer.body));
    },
  });

  // Clients that name JSON and send nothing (a DELETE) mean nothing by it.
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, body, done) =>
    body === "" ? done(null, undefined) : parseJson(request, body, done),
  );

  const headers = securityHeaders({ https });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id).headers(headers);
    done();
  });
  app.server.maxConnections = options.maxConnections ?? maxConnections;
  const observe = observeRequests(app, metrics);
  limitSlowBodies(app, { withinMs: options.bodyWithinMs ?? bodyWithinMs, onCutOff: (reply) => observe(reply, errorStatus.too_slow) });
  closeInTime(app);

  app.setErrorHandler((error, request, reply) => {
    if (isUnexpected(error)) request.log.error({ err: error }, "request failed");
    const answer = answerOfError(error, request.id);
    return reply.status(answer.status).headers(answer.headers).send(answer.body);
  });
  app.setNotFoundHandler((request) => {
    throw nothingAt(request);
  });
  return app;
}

function givenRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && /^[\w.-]{8,64}$/.test(header) ? header : undefined;
}
