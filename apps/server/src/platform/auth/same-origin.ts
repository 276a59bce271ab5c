import { ProductError } from "@throughline/contract";
import type { FastifyRequest } from "fastify";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Cookies are sent by browsers whoever makes them send: a request that changes something must come from our own pages.
 * Browsers say where such a request comes from (`Sec-Fetch-Site`, `Origin`); programs that say neither are no browsers, and
 * nobody can make them send a cookie.
 * @throws ProductError forbidden
 */
export function requireSameOrigin(request: Pick<FastifyRequest, "method" | "headers">, publicUrl: string): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw crossSite();
  const { origin, host } = request.headers;
  if (origin === undefined || origin === publicUrl) return;
  if (URL.parse(origin)?.host !== host) throw crossSite();
}

const crossSite = () => new ProductError("forbidden", "This came from another site. Use an API key for requests from outside the console.");
