import type { FastifyRequest } from "fastify";
import type { CollectDeps } from "./collect-deps.ts";

/** Where this server is reached, without a slash at the end: as configured, else where the request came to. */
export function ownUrl(deps: Pick<CollectDeps, "publicUrl">, request: FastifyRequest): URL {
  const configured = deps.publicUrl();
  const requested = `${request.protocol}://${request.host}`;
  return new URL(configured ?? (URL.canParse(requested) ? requested : "http://localhost"));
}
