import { lookup } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-addresses.ts";

export type OutboundRequest = {
  method?: "GET" | "POST" | "PUT";
  headers?: Record<string, string>;
  body?: string;
  /** From the look-up of the name to the last byte of the answer. */
  timeoutMs?: number;
  /** What is read of the answer at most; the rest is left. */
  maxBytes?: number;
};
export type OutboundAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundAnswer>;

type Address = { address: string; family: number };
export type OutboundOptions = {
  /** True: addresses of the own network may be called too. */
  allowPrivate: boolean;
  /** All addresses of a name; the system's look-up unless told. */
  resolve?: (host: string) => Promise<Address[]>;
};

/** An address was refused before anything was sent. Trying again is of no use until the address changes. */
export class OutboundRefused extends Error {
  override name = "OutboundRefused";
}

/**
 * Calls addresses that users gave. Only http and https, without credentials in them; names are looked up once and the connection is made to an address
 * that was checked, so that a name cannot mean one thing to the check and another to the connection. Where any of a name's addresses is not on the
 * public internet it is refused. Redirects are answers like any other: nobody follows them. Connections are not kept.
 * @throws OutboundRefused, or the error of the connection.
 */
export function createOutbound({ allowPrivate, resolve = resolveByDns }: OutboundOptions): Outbound {
  return async (text, { method = "GET", headers = {}, body, timeoutMs = 10_000, maxBytes = 65_536 } = {}) => {
    const url = parseAddress(text);
    const signal = AbortSignal.timeout(timeoutMs);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const target = await within(signal, pick(host));
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const { promise, resolve: done, reject } = Promise.withResolvers<OutboundAnswer>();
    const request = send(url, {
      method,
      headers: { "user-agent": "Throughline", ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
      agent: false,
      signal,
      // The address that was checked, whatever the name says now.
      lookup: (_host, options, found) =>
        options.all
          ? found(null, [target])
          : (found as unknown as (error: null, address: string, family: number) => void)(null, target.address, target.family),
    });
    request.on("error", (error) => reject(signal.aborted ? tooSlow(timeoutMs) : error));
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const answer = () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).subarray(0, maxBytes).toString("utf8"),
        });
      response.on("data", (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size < maxBytes) return;
        answer();
        request.destroy();
      });
      response.on("end", answer);
      response.on("error", (error) => reject(signal.aborted ? tooSlow(timeoutMs) : error));
    });
    request.end(body);
    return promise;
  };

  async function pick(host: string): Promise<Address> {
    const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
    const [first] = found;
    if (!first) throw new OutboundRefused(`${host} has no address.`);
    const refused = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
    if (refused)
      throw new OutboundRefused(
        `${host} is ${refused.address}, which is not on the public internet. THROUGHLINE_OUTBOUND_PRIVATE=on allows addresses of the own network.`,
      );
    return first;
  }
}

const resolveByDns = (host: string): Promise<Address[]> => lookup(host, { all: true });
const tooSlow = (timeoutMs: number): Error => new Error(`There was no answer within ${timeoutMs / 1000} s.`);

/** @throws OutboundRefused */
function parseAddress(text: string): URL {
  if (!URL.canParse(text)) throw new OutboundRefused(`${text} is not an address.`);
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new OutboundRefused("Only http and https addresses can be called.");
  if (url.username !== "" || url.password !== "")
    throw new OutboundRefused("An address with a user name or password in it cannot be called.");
  return url;
}

async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const end = () => reject(new Error("The name was not found in time."));
  signal.addEventListener("abort", end, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
