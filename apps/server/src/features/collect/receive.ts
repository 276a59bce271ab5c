import type { FastifyReply, FastifyRequest } from "fastify";
import { refuseDisabled } from "./accept-messages.ts";
import type { RouteDeps } from "./collect-deps.ts";
import type { CollectSource } from "./find-source.ts";
import { keepRefused, keepUnread } from "./keep-refused.ts";
import { maxBatchBytes, readBody } from "./read-body.ts";
import { parseJson } from "./parse-json.ts";
import { startOf } from "./to-rejected.ts";
import { headerWriteKey, requireSource, writeKeyOf } from "./write-key.ts";

/** A request with its body as JSON and the source that its write key names. A key in the headers is looked at before the body is read. */
export async function receive(
  deps: RouteDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ source: CollectSource; body: unknown; bytes: Buffer }> {
  const key = headerWriteKey(request);
  const read = (see?: (start: Buffer) => void) => readBody(request, reply, deps.inFlight, maxBatchBytes, see);
  if (key === null) {
    const { bytes, body } = await keepUnread(deps, request, async (see) => {
      const whole = await read(see);
      see(whole);
      return { bytes: whole, body: parseJson(whole) };
    });
    return { source: await requireSource(deps.sources, writeKeyOf(request, body)), body, bytes };
  }
  const source = await requireSource(deps.sources, key);
  refuseDisabled(source);
  const bytes = await keepRefused(
    deps,
    source,
    () => "",
    () => read(),
  );
  const body = await keepRefused(
    deps,
    source,
    () => startOf(bytes),
    () => parseJson(bytes),
  );
  return { source, body, bytes };
}

/** Address and user agent of the sender; the address is kept only where the source says so. */
export function senderOf(request: FastifyRequest): { ip: string; userAgent?: string } {
  const userAgent = request.headers["user-agent"];
  return { ip: request.ip, ...(userAgent ? { userAgent: userAgent.slice(0, 500) } : {}) };
}
