import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { PreviewServer } from "vite";

/** Serves the built page as the server does: deep links, a nonce, and a content policy as strict as the server's. */
export function servePage({ middlewares, config }: PreviewServer): void {
  middlewares.use((request, response, next) => {
    const path = request.url?.split("?")[0] ?? "/";
    if (/\.[a-z0-9]+$/i.test(path)) {
      next();
      return;
    }
    readFile(resolve(config.root, config.build.outDir, "index.html"), "utf8")
      .then((page) => {
        const policy = [
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self' 'nonce-mock'",
          "style-src-attr 'unsafe-inline'",
          "connect-src 'self'",
          "img-src 'self' data: blob:",
          "font-src 'self' data:",
          "base-uri 'none'",
          "form-action 'self'",
        ];
        response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy.join("; ") });
        response.end(page.replaceAll("__CSP_NONCE__", "mock"));
      })
      .catch(next);
  });
}
