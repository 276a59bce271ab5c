import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** The browsable reference at `/api/reference`: Scalar, served from this machine, asking nobody else. */
export async function registerApiReference(app: FastifyInstance, documentUrl: string): Promise<void> {
  // Four megabytes of source: loaded here, so that other parts of the server can be used and tested without it.
  const { default: scalar } = await import("@scalar/fastify-api-reference");
  await app.register(async (scope) => {
    scope.addHook("onSend", async (_request, reply, payload) => {
      if (typeof payload === "string" && String(reply.getHeader("content-type")).startsWith("text/html")) {
        reply.header("content-security-policy", referencePolicy(payload));
      }
      return payload;
    });
    await scope.register(scalar, {
      routePrefix: "/api/reference",
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
  });
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
