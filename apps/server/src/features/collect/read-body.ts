import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { ProductError } from "@throughline/contract";

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

/** The largest request body once unpacked: Segment's 500 KB a batch, with room for what PostHog sends. */
export const maxBodyBytes = 1024 * 1024;

/** Unpacks a body as its `content-encoding` says, never beyond {@link maxBodyBytes} (compression bombs). Throws `too_large`, `bad_json`, `unsupported_media_type`. */
export async function unpackBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? "identity";
  if (name === "identity" || name === "") return body;
  const decode = decoders[name as keyof typeof decoders];
  if (!decode) throw new ProductError("unsupported_media_type", `The content-encoding ${JSON.stringify(name)} is not known; accepted are gzip, deflate, br.`);
  try {
    return await decode(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new ProductError("bad_json", `The body is not valid ${name} data.`);
  }
}

export const tooLarge = () => new ProductError("too_large", `The body is larger than ${maxBodyBytes / 1024} KB once unpacked.`);

/**
 * Parses a body as JSON, whatever its content type claims. Throws `bad_json`.
 * NUL characters and broken surrogates, which Postgres cannot store, become U+FFFD in names and values.
 */
export function parseJson(body: Buffer | string): unknown {
  const text = typeof body === "string" ? body : body.toString("utf8");
  const value = parse(text);
  return /\\u(0000|d[89a-f])/i.test(text) ? clean(value, 64) : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProductError("bad_json", `The body is not valid JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

const cleanText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) throw new ProductError("bad_json", "The body is nested too deeply.");
  if (Array.isArray(value)) return value.map((item) => clean(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [cleanText(name), clean(item, depth - 1)]));
}
