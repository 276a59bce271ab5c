import { ProductError } from "@throughline/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { quarantineBody, refuseDisabled } from "./accept-messages.ts";
import type { RouteDeps } from "./collect-deps.ts";
import type { CollectSource } from "./find-source.ts";
import { maxBatchBytes, readBody } from "./read-body.ts";
import { parseJson } from "./parse-json.ts";
import { headerWriteKey, requireSource, writeKeyOf } from "./write-key.ts";

/** A request with its body as JSON and the source that its write key names. A key in the headers is looked at before the body is read. */
export async function receive(
  deps: RouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ source: CollectSource; body: unknown; bodyBytes: number }> {
  const key = headerWriteKey(request);
  const known = key === null ? null : await requireSource(deps.sources, key);
  if (known) refuseDisabled(known);
  const bytes = await readBody(request, reply, deps.inFlight, maxBatchBytes);
  const body = known ? await parseOrKeep(deps, known, bytes) : parseJson(bytes);
  return { source: known ?? (await requireSource(deps.sources, writeKeyOf(request, body))), body, bodyBytes: bytes.length };
}

async function parseOrKeep(deps: RouteDeps, source: CollectSource, bytes: Buffer): Promise<unknown> {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof ProductError) await quarantineBody(deps, source, bytes, error.message);
    throw error;
  }
}

/** Address and user agent of the sender; the address is kept only where the source says so. */
export function senderOf(request: FastifyRequest): { ip: string; userAgent?: string } {
  const userAgent = request.headers["user-agent"];
  return { ip: request.ip, ...(userAgent ? { userAgent: userAgent.slice(0, 500) } : {}) };
}
