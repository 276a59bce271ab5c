import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ProductError } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import type { RouteDeps } from "./collect-deps.ts";
import { collectPath } from "./collect-path.ts";
import { ownUrl } from "./own-url.ts";
import { requireSource } from "./write-key.ts";

const scriptType = "text/javascript; charset=utf-8";

/**
 * Segment's SDK itself, as its snippet loads it: `/analytics.js/v1/{key}/analytics.min.js`, and the parts that it loads later. It is the
 * unmodified script of the npm package, told before it starts that this server is its CDN (by itself it believes that of https addresses alone).
 */
export function registerSegmentScriptRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const folder = dirname(createRequire(import.meta.url).resolve("@segment/analytics-next/dist/umd/standalone.js"));
  let standalone: Promise<string> | undefined;
  let parts: Promise<Set<string>> | undefined;

  collectPath(app, ["GET"], ["/analytics.js/v1/:writeKey/analytics.min.js"], async (request, reply) => {
    await requireSource(deps.sources, (request.params as { writeKey: string }).writeKey);
    const script = await (standalone ??= readFile(join(folder, "standalone.js"), "utf8"));
    const cdn = JSON.stringify(ownUrl(deps, request).href.replace(/\/$/, ""));
    const prelude = `(function (a) { a._cdn = a._cdn || ${cdn}; })(window.analytics = window.analytics || []);\n`;
    return reply
      .header("cache-control", "public, max-age=300")
      .type(scriptType)
      .send(prelude + script);
  });

  collectPath(app, ["GET"], ["/analytics-next/bundles/:part"], async (request, reply) => {
    const { part } = request.params as { part: string };
    const known = await (parts ??= readdir(folder).then((names) => new Set(names.filter((name) => /\.bundle\.[0-9a-f]+\.js$/.test(name)))));
    if (!known.has(part)) throw new ProductError("not_found", "There is no such part of the script.");
    return reply
      .header("cache-control", "public, max-age=31536000, immutable")
      .type(scriptType)
      .send(await readFile(join(folder, part)));
  });
}
