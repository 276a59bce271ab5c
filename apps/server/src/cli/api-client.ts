import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ErrorBody } from "@throughline/contract";
import { CliError } from "./command.ts";

export type ApiOptions = { url: string; apiKey: string; workspace: string | null };

/** Talks to a running server by its HTTP API. An error answer becomes a CliError with its message and what is wrong field by field. */
export function createApiClient({ url, apiKey, workspace }: ApiOptions) {
  const headers = { authorization: `Bearer ${apiKey}`, ...(workspace === null ? {} : { "x-throughline-workspace": workspace }) };
  const addressOf = (path: string): URL => new URL(`/api/v1${path}`, url);

  async function send(
    method: string,
    path: string,
    body: { json: unknown } | { file: string; meter: Transform; bytes: number } | null,
  ): Promise<IncomingMessage> {
    const address = addressOf(path);
    const open = address.protocol === "https:" ? httpsRequest : httpRequest;
    const json = body && "json" in body ? JSON.stringify(body.json) : null;
    const kind =
      json !== null
        ? { "content-type": "application/json", "content-length": Buffer.byteLength(json) }
        : body && "file" in body
          ? { "content-type": "application/octet-stream", "content-length": body.bytes }
          : {};
    const outgoing = open(address, { method, headers: { ...headers, ...kind } });
    const answered = new Promise<IncomingMessage>((resolve, reject) => outgoing.once("response", resolve).on("error", reject));
    // An error answer may come before everything is sent; then it counts, not that the sending broke off.
    const sent =
      body && "file" in body
        ? pipeline(createReadStream(body.file), body.meter, outgoing)
        : Promise.resolve(void outgoing.end(json ?? undefined));
    const failed = sent.then(() => new Promise<never>(() => {}));
    const answer = await Promise.race([answered, failed.catch(() => answered)]).catch((error: Error) => {
      throw new CliError(`The server at ${url} cannot be reached: ${error.message || (error as NodeJS.ErrnoException).code}`);
    });
    if ((answer.statusCode ?? 500) >= 300) throw new CliError(await explain(answer));
    return answer;
  }

  const parse = async <T>(answer: IncomingMessage): Promise<T> => JSON.parse(await textOf(answer)) as T;
  return {
    call: async <T>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: unknown): Promise<T> =>
      parse(await send(method, path, json === undefined ? null : { json })),
    download: (path: string): Promise<Readable> => send("GET", path, null),
    /** Sends a file as the body; `onSent` hears of the bytes sent so far. */
    async upload<T>(path: string, file: string, onSent: (bytes: number, of: number) => void): Promise<T> {
      const { size } = await stat(file);
      let sent = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sent += chunk.length;
          onSent(sent, size);
          done(null, chunk);
        },
      });
      return parse(await send("POST", path, { file, meter, bytes: size }));
    },
  };
}
export type ApiClient = ReturnType<typeof createApiClient>;

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function explain(answer: IncomingMessage): Promise<string> {
  const text = await textOf(answer);
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    const issues = (error.issues ?? []).map(
      ({ message, accepted, field }) => `  ${field}: ${message}${accepted ? ` Accepted: ${accepted}` : ""}`,
    );
    return [error.message, ...issues].join("\n");
  } catch {
    return `The server answered ${answer.statusCode}: ${text.slice(0, 200)}`;
  }
}
