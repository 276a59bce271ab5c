import { ProductError } from "@throughline/contract";
import type { JsonObject } from "@throughline/domain";
import type { FastifyRequest } from "fastify";
import type { CollectSource, SourceFinder } from "./find-source.ts";

/** The write key of a request: Basic (key as user name), Bearer, `x-write-key`, or `writeKey` / `api_key` in the body or the query. */
export function writeKeyOf(request: FastifyRequest, body: unknown): string | null {
  const { authorization } = request.headers;
  const [scheme = "", value = ""] = authorization?.split(" ", 2) ?? [];
  if (/^basic$/i.test(scheme)) {
    const user = Buffer.from(value, "base64").toString("utf8").split(":", 1)[0];
    if (user) return user;
  }
  if (/^bearer$/i.test(scheme) && value) return value;
  const header = request.headers["x-write-key"];
  if (typeof header === "string" && header) return header.split(":", 1)[0] ?? null;
  const places = [body, request.query].filter((place): place is JsonObject => typeof place === "object" && place !== null);
  for (const place of places) {
    for (const name of ["writeKey", "api_key", "token"]) {
      const key = place[name];
      if (typeof key === "string" && key) return key;
    }
  }
  return null;
}

/** The source that a write key belongs to. Throws `invalid_write_key`. */
export async function requireSource(finder: SourceFinder, writeKey: string | null): Promise<CollectSource> {
  const source = writeKey === null || writeKey.length > 200 ? null : await finder.find(writeKey);
  if (source) return source;
  throw new ProductError("invalid_write_key", writeKey === null ? "The request carries no write key." : "No source has this write key.");
}
