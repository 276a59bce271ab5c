import type { IncomingMessage, ServerResponse } from "node:http";
import { worldOf, worlds } from "./base.ts";
import { receiveUpload } from "./imports-mock.ts";
import { tell } from "./live.ts";

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** `POST /v1/…` with a write key: the event is told to whoever follows. */
export async function answerCollect(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const key = Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64")
    .toString()
    .replace(/:$/, "");
  const message = JSON.parse(await readText(request)) as { event?: string; properties?: Record<string, unknown>; messageId?: string };
  for (const world of worlds.values()) {
    const source = world.sources.find(({ writeKey }) => writeKey === key);
    if (!source) continue;
    if (!source.enabled) return send(response, 403, { error: { code: "source_disabled", message: `${source.name} is disabled.` } });
    const interaction = world.nextInteraction(source.id);
    tell(
      world,
      Object.assign(
        interaction,
        { kind: "track", name: message.event ?? "Event", channel: "web", properties: message.properties ?? {} },
        message.messageId ? { messageId: message.messageId } : {},
      ),
    );
    return send(response, 200, { success: true });
  }
  send(response, 401, { error: { code: "invalid_write_key", message: "No source has this write key." } });
}

/** `POST /api/v1/imports?kind=…&fileName=…` with the file as the body. True if it was that. */
export function answerUpload(request: IncomingMessage, response: ServerResponse, workspaceId: string | null): boolean {
  const url = new URL(request.url ?? "", "http://mock");
  if (request.method === "GET" && /^\/api\/v1\/imports\/[^/]+\/failures$/.test(url.pathname)) {
    response.writeHead(200, { "content-type": "text/csv", "content-disposition": "attachment; filename=failures.csv" });
    response.end("row,field,reason\r\n41,timestamp,not a time\r\n");
    return true;
  }
  if (request.method !== "POST" || url.pathname !== "/api/v1/imports") return false;
  let bytes = 0;
  request.on("data", (chunk: Buffer) => (bytes += chunk.length));
  request.on("end", () => {
    const kind = url.searchParams.get("kind");
    send(
      response,
      201,
      receiveUpload(
        worldOf(workspaceId).world,
        url.searchParams.get("fileName") ?? "file.csv",
        kind === "people" || kind === "accounts" ? kind : "events",
        bytes,
      ),
    );
  });
  return true;
}
