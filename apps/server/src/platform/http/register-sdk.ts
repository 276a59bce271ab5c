import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { ProductError } from "@throughline/contract";

const files = ["throughline.js", "friction.js"];

/**
 * The browser SDK for script tags on other sites: `/sdk/throughline.js`, and `/sdk/friction.js` which it loads where a site asks for it.
 * @param directory where the SDK's build put them
 */
export function registerSdk(app: FastifyInstance, { directory }: { directory: string }): void {
  for (const file of files) {
    app.get(`/sdk/${file}`, { config: { quiet: true } }, async (_request, reply) => {
      const script = await readFile(join(directory, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        throw new ProductError("unavailable", "The SDK has not been built: run npm start, or npm run build.");
      });
      return reply
        .type("text/javascript; charset=utf-8")
        .header("access-control-allow-origin", "*")
        .header("cross-origin-resource-policy", "cross-origin")
        .header("cache-control", "public, max-age=3600")
        .send(script);
    });
  }
}
