import { createHash } from "node:crypto";
import { fastify, type FastifyInstance } from "fastify";

const prefix = "/api/reference";

/**
 * The browsable reference at `/api/reference`: Scalar, served from this machine, asking nobody else. Its script is four megabytes of source, which take seventeen of memory:
 * loaded when somebody first looks.
 */
export function registerApiReference(app: FastifyInstance, documentUrl: string): void {
  let reference: Promise<FastifyInstance> | null = null;
  app.get(prefix, async (_request, reply) => reply.redirect(`${prefix}/`, 301));
  app.get(`${prefix}/*`, async (request, reply) => {
    reference ??= createReference(documentUrl);
    const { statusCode, headers, rawPayload } = await (await reference).inject({ method: "GET", url: request.url });
    for (const name of ["content-type", "content-security-policy"]) if (headers[name] !== undefined) reply.header(name, headers[name]);
    return reply.code(statusCode).send(rawPayload);
  });
}

/** A server of its own that listens nowhere: nothing can be added to the one that does once it listens. */
async function createReference(documentUrl: string): Promise<FastifyInstance> {
  const { default: scalar } = await import("@scalar/fastify-api-reference");
  const app = fastify();
  app.addHook("onSend", async (_request, reply, payload) => {
    if (typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html")) {
      reply.header("content-security-policy", referencePolicy(payload));
    }
    return payload;
  });
  await app.register(scalar, {
    routePrefix: prefix,
    configuration: {
      url: documentUrl,
      pageTitle: "Throughline API",
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      favicon: "/icon.svg",
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  return app;
}

/** Scripts from here, and exactly the inline ones of this page; styles are made by the script as it runs. */
function referencePolicy(page: string): string {
  const inline = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = ""]) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
