import { ProductError } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { readChannels } from "../channels/channels.store.ts";
import type { MessagesDeps } from "../messages-deps.ts";
import { noteFeedback } from "../public/feedback.ts";
import { inboundReaders } from "./providers.ts";
import type { Told } from "./told.ts";

const maxBodyBytes = 1_000_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where the provider of a workspace tells what became of its mail. Whatever is not signed by it is refused, and says nothing of what is there. */
export async function registerInboundMail(app: FastifyInstance, deps: Pick<MessagesDeps, "db" | "now" | "keys">): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body));
    scope.post<{ Params: { workspaceId: string } }>("/hooks/mail/:workspaceId", async (request, reply) => {
      const { workspaceId } = request.params;
      const refused = () => new ProductError("unauthenticated", "The signature does not fit.");
      if (!uuid.test(workspaceId) || !Buffer.isBuffer(request.body)) throw refused();
      const { settings, secrets } = await readChannels(deps.db, deps.keys, workspaceId);
      if (!settings.email.inbound || secrets.inbound === undefined) throw refused();
      const told = read(() =>
        inboundReaders[settings.email.inbound?.provider ?? "throughline"](
          { headers: request.headers, body: request.body as Buffer },
          secrets.inbound ?? "",
          deps.now(),
        ),
      );
      if (told === null) throw refused();
      let known = 0;
      for (const { messageId, feedback, at } of told) {
        // No clock of theirs goes ahead of ours.
        const when = new Date(Math.min(at?.getTime() ?? Infinity, deps.now()));
        if (await noteFeedback(deps, { workspaceId, messageId }, feedback, when)) known++;
      }
      return reply.send({ told: told.length, known });
    });
  });
}

function read(reader: () => Told[] | null): Told[] | null {
  try {
    return reader();
  } catch (error) {
    if (error instanceof SyntaxError) throw new ProductError("bad_json", "The body is no JSON.");
    throw error;
  }
}
