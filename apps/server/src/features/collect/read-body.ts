import type { Readable } from "node:stream";
import { ProductError } from "@throughline/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { InFlight, Room } from "./in-flight.ts";
import { tooLarge, unpackBody } from "./unpack-body.ts";

/** Largest bodies once unpacked: 500 KB as Segment has it; PostHog's SDKs bound their batches by count alone. */
export const maxBatchBytes = 500 * 1024;
export const maxPosthogBytes = 1024 * 1024;

/**
 * The body of a collecting request, unpacked. What it holds in memory is counted until the answer is out or the sender gave up. `see` is told how it starts,
 * as it came, also where it is refused for its size. Throws `too_large`, `unavailable`, `too_slow`, `bad_json`, `unsupported_media_type`.
 */
export async function readBody(
  request: FastifyRequest,
  reply: FastifyReply,
  inFlight: InFlight,
  maxBytes: number,
  see?: (start: Buffer) => void,
): Promise<Buffer> {
  const declaredTooLarge = Number(request.headers["content-length"] ?? 0) > maxBytes;
  if (declaredTooLarge && see === undefined) throw tooLarge(maxBytes);
  const room = inFlight.enter();
  reply.raw.once("close", room.release);
  if (reply.raw.destroyed) room.release();
  const limits = { maxBytes, refusedAbove: declaredTooLarge ? 0 : maxBytes };
  const packed = await readStream(request.body as Readable | undefined, room, limits, see);
  const body = unpackBody(packed, request.headers["content-encoding"], maxBytes);
  if (body !== packed) room.hold(body.length);
  return body;
}

function readStream(
  stream: Readable | undefined,
  room: Room,
  limits: { maxBytes: number; refusedAbove: number },
  see?: (start: Buffer) => void,
): Promise<Buffer> {
  if (!stream) return Promise.resolve(Buffer.alloc(0));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: Error) => {
      chunks.length = 0;
      stream.removeAllListeners("data");
      // The rest is read and thrown away, so that the sender gets to read the answer; the server bounds how long that takes.
      stream.resume();
      reject(error);
    };
    stream.on("data", (chunk: Buffer) => {
      try {
        if (size === 0) see?.(chunk);
        size += chunk.length;
        if (size > limits.refusedAbove) throw tooLarge(limits.maxBytes);
        room.hold(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        stop(error as Error);
      }
    });
    const breakOff = () => stop(new ProductError("too_slow", "The body broke off."));
    stream.once("end", () => {
      stream.off("close", breakOff); // each stream closes after its end
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    stream.once("error", breakOff);
    stream.once("close", breakOff);
  });
}
