import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { ProductError } from "@throughline/contract";
import { nothingAt } from "./nothing-at.ts";

/** Stands in `index.html` wherever the nonce of the content policy belongs: in a meta tag, read by what makes styles as it runs. */
const noncePlaceholder = "__CSP_NONCE__";

const year = 365 * 24 * 3600;

/**
 * Serves the built console: hashed assets for ever (and compressed, when the build left `.br` or `.gz` beside them), and the
 * page for every other path that a person can open, so that deep links work.
 * @param directory where the build put `index.html` and `assets/`
 */
export async function registerConsole(app: FastifyInstance, { directory }: { directory: string }): Promise<void> {
  const assets = join(directory, "assets");
  if (existsSync(assets)) {
    await app.register(fastifyStatic, {
      root: assets,
      prefix: "/assets/",
      index: false,
      immutable: true,
      maxAge: year * 1000,
      preCompressed: true,
      decorateReply: false,
    });
  }
  await app.register(fastifyStatic, {
    root: directory,
    prefix: "/",
    wildcard: false,
    index: false,
    globIgnore: ["index.html", "assets/**", "**/*.br", "**/*.gz"],
    maxAge: 3600_000,
    decorateReply: false,
  });

  app.get("/*", async (request, reply) => {
    if (!opensPage(request.url.split("?")[0] as string)) throw nothingAt(request);
    const page = await readFile(join(directory, "index.html"), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new ProductError("unavailable", "The console has not been built: run npm start, or npm run build.");
    });
    const nonce = randomBytes(16).toString("base64");
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", consolePolicy(nonce))
      .header("cache-control", "no-store")
      .send(page.replaceAll(noncePlaceholder, nonce));
  });
}

/** A path that a person can open, not a file or an endpoint that is not there. */
const opensPage = (path: string): boolean => !/^\/(api|v1|sdk|assets)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path);

/**
 * No script but our own files. Style sheets made as the page runs carry the nonce; style attributes are allowed, since charts
 * write them and they can load nothing that img-src and font-src do not allow.
 */
function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
