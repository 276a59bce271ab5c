import { ProductError } from "@throughline/contract";
import { isObject } from "@throughline/domain";
import { parseJson } from "./parse-json.ts";
import { keyIn } from "./write-key.ts";
import { unpackBody } from "./unpack-body.ts";

/**
 * A body of PostHog's SDKs as JSON: plain, as form (`data=`), or in base64 (`?compression=base64`); gzip was known by its first bytes before.
 * Throws `bad_json`, `too_large`, and `unsupported_media_type` for lz64, which its SDKs gave up long ago.
 */
export function parsePosthogBody(body: Buffer, compression: unknown, maxBytes: number): unknown {
  const text = body.toString("utf8").trim();
  if (isJson(text)) return parseJson(text);
  const form = /(^|&)data=/.test(text.slice(0, 2_000)) ? new URLSearchParams(text) : null;
  const label = form?.get("compression") ?? compression;
  if (label === "lz64" || label === "lz-string")
    throw new ProductError(
      "unsupported_media_type",
      `The compression ${String(label)} is not known; accepted are gzip-js, gzip and base64.`,
    );
  const data = (form?.get("data") ?? text).trim();
  if (isJson(data)) return parseJson(data);
  // A plus sign that was not escaped reads as a space in forms.
  return parseJson(unpackBody(Buffer.from(data.replaceAll(" ", "+"), "base64"), undefined, maxBytes));
}

const isJson = (text: string): boolean => text.startsWith("{") || text.startsWith("[") || text === "";

export type PosthogRequest = { writeKey: string | null; events: unknown[]; sentAt: unknown };

/** The three shapes of bodies: `{ api_key, batch, sent_at }`, an array of events, one event. The key may be on the body, on an event, or among its properties. */
export function readPosthogRequest(body: unknown): PosthogRequest {
  const events = Array.isArray(body) ? body : isObject(body) && Array.isArray(body["batch"]) ? body["batch"] : body === null ? [] : [body];
  const [first] = events;
  const writeKey = keyIn(body) ?? keyIn(first) ?? (isObject(first) ? keyIn(first["properties"]) : null);
  return { writeKey, events, sentAt: isObject(body) ? body["sent_at"] : undefined };
}
