import type { FastifyInstance } from "fastify";
import { collectPath } from "./collect-path.ts";

/**
 * What posthog-js is to do in the page. Whatever would load a further script from our host is off; surveys are left out, which keeps that
 * script away too. Flags stay on, so that code waiting for them is told that there are none.
 */
const settings = {
  supportedCompression: ["gzip", "gzip-js"],
  autocapture_opt_out: false,
  elementsChainAsString: true,
  hasFeatureFlags: true,
  sessionRecording: false,
  heatmaps: false,
  capturePerformance: false,
  captureDeadClicks: false,
  autocaptureExceptions: false,
  errorTracking: { autocaptureExceptions: false, suppressionRules: [] },
  logs: { captureConsoleLogs: false },
  productTours: false,
  conversations: false,
  defaultIdentifiedOnly: true,
  isAuthenticated: false,
  siteApps: [],
  toolbarParams: {},
};

/** Version 2 of the flags answer, and the form before it. */
const noFlags = { flags: {} };
const noFlagsOfOld = { featureFlags: {}, featureFlagPayloads: {} };

/** Flags, settings and recordings of PostHog's SDKs. We have no flags and keep no recordings yet: the answers say so in their terms. */
export function registerPosthogSettingsRoutes(app: FastifyInstance): void {
  collectPath(app, ["POST"], ["/flags", "/decide"], async (request, reply) => {
    const { v, config } = request.query as { v?: string; config?: string };
    const withSettings = request.url.startsWith("/decide") || config === "true";
    return reply.send({
      ...(v === "2" ? noFlags : noFlagsOfOld),
      errorsWhileComputingFlags: false,
      requestId: request.id,
      ...(withSettings ? settings : {}),
    });
  });

  collectPath(app, ["GET"], ["/array/:key/config"], async (_request, reply) =>
    reply.header("cache-control", "public, max-age=60").send({ ...settings }),
  );
  collectPath(app, ["GET"], ["/array/:key/config.js"], async (request, reply) => {
    const key = JSON.stringify((request.params as { key: string }).key.slice(0, 200)).replace(
      /[<\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    const script = `(window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {})[${key}] = { config: ${JSON.stringify(settings)}, siteApps: [] };`;
    return reply.header("cache-control", "public, max-age=60").type("text/javascript; charset=utf-8").send(script);
  });

  // Recordings are not read: the server throws the body away once the answer is out.
  collectPath(app, ["POST"], ["/s"], async (_request, reply) =>
    reply.send({ status: 1, kept: false, message: "Session recordings are not kept." }),
  );
}
