import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

/** What a request to ClickHouse's HTTP interface asks for. */
export type LoopbackRequest = {
  sql: string;
  params: Map<string, string>;
  settings: Map<string, string>;
  database: string;
  user: string;
  password: string;
  acceptsGzip: boolean;
};

/** Arguments of the URL that are no settings. */
const ownArguments = new Set(["query", "database", "query_id", "session_id", "user", "password", "role", "compress", "decompress"]);

/** Reads URL, body (plain, gzip or multipart) and credentials. */
export async function readLoopbackRequest(request: IncomingMessage): Promise<LoopbackRequest> {
  const url = new URL(request.url ?? "/", "http://loopback");
  const body = request.headers["content-encoding"] === "gzip" ? await buffer(request.pipe(createGunzip())) : await buffer(request);
  const given = new Map(url.searchParams);
  let data = "";
  if (request.headers["content-type"]?.startsWith("multipart/form-data")) {
    const form = await new Response(body, { headers: { "content-type": request.headers["content-type"] } }).formData();
    for (const [name, value] of form) given.set(name, String(value));
  } else data = body.toString("utf8");
  const query = given.get("query");
  const [user = "default", password = ""] = credentials(request.headers.authorization) ?? [];
  return {
    sql: query === undefined ? data : data === "" ? query : `${query}\n${data}`,
    params: new Map([...given].filter(([name]) => name.startsWith("param_"))),
    settings: new Map([...given].filter(([name]) => !name.startsWith("param_") && !ownArguments.has(name))),
    database: given.get("database") ?? "default",
    user,
    password,
    acceptsGzip: given.get("enable_http_compression") === "1" && /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""),
  };
}

function credentials(authorization: string | undefined): string[] | null {
  const encoded = /^Basic (.+)$/.exec(authorization ?? "")?.[1];
  return encoded === undefined ? null : Buffer.from(encoded, "base64").toString("utf8").split(":");
}
