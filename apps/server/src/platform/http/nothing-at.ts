import { ProductError } from "@throughline/contract";
import type { FastifyRequest } from "fastify";

/** The error for a method and path that nothing answers. */
export const nothingAt = (request: Pick<FastifyRequest, "method" | "url">): ProductError =>
  new ProductError("not_found", `There is nothing at ${request.method} ${request.url.split("?")[0]}.`);
