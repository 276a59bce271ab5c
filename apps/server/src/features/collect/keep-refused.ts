import { ProductError, type ErrorCode } from "@throughline/contract";
import type { RejectionCode } from "@throughline/domain";
import type { FastifyRequest } from "fastify";
import { refuseDisabled, type AcceptDeps } from "./accept-messages.ts";
import type { RouteDeps } from "./collect-deps.ts";
import type { CollectSource } from "./find-source.ts";
import { toRefused } from "./to-rejected.ts";
import { keyInText, readableStart } from "./unread-start.ts";
import { findSource, keyIn } from "./write-key.ts";

/** Refusals for what a request is, as quarantine calls them. Who is only too fast, or comes while we are busy, sends again; of those nothing is kept. */
const lasting: Partial<Record<ErrorCode, RejectionCode>> = {
  too_large: "too_large",
  bad_json: "bad_json",
  unsupported_media_type: "bad_json",
  invalid_input: "wrong_type",
};

/**
 * Does the work of a request. When all of it is refused for what it is, its workspace finds that in quarantine, with the reason and the `start` of what was
 * read: SDKs drop such a batch without a word. Throws what the work throws, `rate_limited` or `unavailable`.
 */
export async function keepRefused<T>(deps: AcceptDeps, source: CollectSource, start: () => string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof ProductError ? lasting[error.code] : undefined;
    if (code) {
      deps.takeRate(source.id, 1, source.eventsPerSecond);
      const entry = { w: source.workspaceId, s: source.id, r: deps.now(), x: toRefused(start(), code, error as ProductError) };
      await deps.log.append([{ key: `${source.workspaceId} `, entry }]);
    }
    throw error;
  }
}

/**
 * Reads a body that carries its own write key. When it is refused for what it is, whose it was is told by the query, or by what can be read of its start
 * (which `read` hands over as soon as it has it): then it is kept as in {@link keepRefused}. Throws what `read` throws.
 */
export async function keepUnread<T>(
  deps: RouteDeps,
  request: FastifyRequest,
  read: (see: (start: Buffer) => void) => Promise<T>,
): Promise<T> {
  let start: Buffer = Buffer.alloc(0);
  try {
    return await read((bytes) => {
      start = bytes;
    });
  } catch (error) {
    if (!(error instanceof ProductError) || lasting[error.code] === undefined) throw error;
    const text = readableStart(start);
    const source = await findSource(deps.sources, keyIn(request.query) ?? keyInText(text));
    if (source === null) throw error;
    refuseDisabled(source);
    // Where the text is not at fault, it is not needed, and it may hold an address.
    const kept = error.code === "bad_json" ? text : "";
    return keepRefused(
      deps,
      source,
      () => kept,
      () => Promise.reject(error),
    );
  }
}
