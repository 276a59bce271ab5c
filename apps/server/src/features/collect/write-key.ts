import { ProductError } from "@throughline/contract";
import type { JsonObject } from "@throughline/domain";
import type { FastifyRequest } from "fastify";
import type { CollectSource, SourceFinder } from "./find-source.ts";

/** The write key that a request's headers carry: Basic (key as user name) or `x-write-key` (Jitsu: `key:secret`). Known before the body is read. */
export function headerWriteKey(request: FastifyRequest): string | null {
  const [scheme, value] = authorizationOf(request);
  if (scheme === "basic") {
    const user = Buffer.from(value, "base64").toString("utf8").split(":", 1)[0];
    if (user) return user;
  }
  const header = request.headers["x-write-key"];
  return typeof header === "string" ? header.split(":", 1)[0] || null : null;
}

/** Else the key in the body or the query, or as a Bearer token (which may also be some other token beside a key in the body). */
export function writeKeyOf(request: FastifyRequest, body: unknown): string | null {
  for (const place of [body, request.query]) {
    const key = keyIn(place);
    if (key !== null) return key;
  }
  const [scheme, value] = authorizationOf(request);
  return scheme === "bearer" && value ? value : null;
}

/** `writeKey` (Segment, RudderStack), `api_key`, `token` or `$token` (PostHog). */
export function keyIn(place: unknown): string | null {
  if (typeof place !== "object" || place === null) return null;
  for (const name of ["writeKey", "api_key", "token", "$token"]) {
    const key = (place as JsonObject)[name];
    if (typeof key === "string" && key) return key;
  }
  return null;
}

function authorizationOf(request: FastifyRequest): [scheme: string, value: string] {
  const [scheme = "", value = ""] = request.headers.authorization?.split(" ", 2) ?? [];
  return [scheme.toLowerCase(), value];
}

/** The source that a write key belongs to, if there is one. */
export async function findSource(finder: Pick<SourceFinder, "find">, writeKey: string | null): Promise<CollectSource | null> {
  if (writeKey === null || writeKey.length > 200 || !writeKey.isWellFormed() || writeKey.includes("\0")) return null;
  return finder.find(writeKey);
}

/** The same, for what cannot go on without one. Throws `invalid_write_key`. */
export async function requireSource(finder: Pick<SourceFinder, "find">, writeKey: string | null): Promise<CollectSource> {
  const source = await findSource(finder, writeKey);
  if (source) return source;
  throw new ProductError("invalid_write_key", writeKey === null ? "The request carries no write key." : "No source has this write key.");
}
