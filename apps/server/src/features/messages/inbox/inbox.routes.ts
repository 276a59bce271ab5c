import { createHmac } from "node:crypto";
import { ProductError, type RenderedMessage } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { isSame } from "../channels/keys.ts";
import { readChannels } from "../channels/channels.store.ts";
import { createTokenBuckets } from "../../../platform/http/token-buckets.ts";
import { decodeCursor, encodeCursor } from "../../../platform/http/index.ts";
import { parseInput } from "../../../platform/http/parse-input.ts";
import { stretchesOf } from "../../identity/index.ts";
import type { SourceFinder } from "../../collect/index.ts";
import type { MessagesDeps } from "../messages-deps.ts";
import { noteFeedback } from "../public/feedback.ts";

export type InboxDeps = Pick<MessagesDeps, "db" | "now" | "keys"> & { sources: Pick<SourceFinder, "find"> };

const visitorSchema = z.object({
  userId: z.string().min(1).max(400).optional(),
  signature: z.string().max(200).optional(),
  anonymousId: z.string().min(1).max(400).optional(),
});
const listSchema = visitorSchema.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  dismissed: z.literal("true").optional(),
});
const marks = ["seen", "read", "dismissed", "clicked"] as const;
const asksPerSecond = 20;

/**
 * The inbox feed of the customer's own product, asked by the browser of whoever is signed in there. A write key is public, and so it opens nothing by itself: a user's feed needs the user id with
 * `HMAC-SHA256(inbox secret, user id)` in hex, made by the customer's server; a device (`anonymousId`, known to that browser alone) opens what was sent to a visitor whom nobody knows yet.
 */
export async function registerInbox(app: FastifyInstance, deps: InboxDeps): Promise<void> {
  const take = createTokenBuckets({ now: deps.now });
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      reply
        .header("access-control-allow-origin", "*")
        .header("cross-origin-resource-policy", "cross-origin")
        .header("cache-control", "no-store");
      if (request.method !== "OPTIONS") return;
      reply
        .header("access-control-allow-methods", "GET, POST, OPTIONS")
        .header("access-control-allow-headers", "content-type, x-write-key")
        .header("access-control-max-age", "86400");
    });
    for (const path of ["/v1/inbox", "/v1/inbox/:id/:mark"]) scope.options(path, async (_request, reply) => reply.code(204).send());

    scope.get("/v1/inbox", async (request) => {
      const { cursor, limit, dismissed, ...visitor } = parseInput(listSchema, request.query);
      const { workspaceId, personId } = await enter(deps, take, request, visitor);
      const after = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
      if (personId === null) return { items: [], next: null, unseen: 0 };
      return readFeed(deps, workspaceId, personId, { after, limit, withDismissed: dismissed === "true" });
    });

    scope.post<{ Params: { id: string; mark: string } }>("/v1/inbox/:id/:mark", async (request) => {
      const visitor = parseInput(visitorSchema, request.body ?? {});
      const { id, mark } = parseInput(z.object({ id: z.uuid(), mark: z.enum(marks) }), request.params);
      const { workspaceId, personId } = await enter(deps, take, request, visitor);
      // Theirs, or none.
      const own =
        personId !== null &&
        (await sql`SELECT 1 FROM message m WHERE m.id = ${id} AND ${inFeed(workspaceId, personId)}`.execute(deps.db)).rows.length > 0;
      if (!own) throw new ProductError("not_found", "There is no such message in this inbox.");
      const feedback = mark === "clicked" ? { kind: mark, link: await linkOf(deps, id) } : { kind: mark };
      await noteFeedback(deps, { workspaceId, messageId: id }, feedback);
      return { marked: mark };
    });
  });
}

type Visitor = z.infer<typeof visitorSchema>;

/** Whose feed it is; null where there is nobody of that name yet. */
async function enter(
  { db, keys, sources }: InboxDeps,
  take: ReturnType<typeof createTokenBuckets>,
  request: FastifyRequest,
  { userId, signature, anonymousId }: Visitor,
): Promise<{ workspaceId: string; personId: string | null }> {
  const key = request.headers["x-write-key"] ?? (request.query as { writeKey?: unknown }).writeKey;
  const source = typeof key === "string" && key.length <= 200 && !key.includes("\0") ? await sources.find(key) : null;
  if (!source) throw new ProductError("invalid_write_key", "The write key is not one of ours.");
  if (!source.enabled) throw new ProductError("source_disabled", "This source is switched off.");
  const { workspaceId } = source;
  const retryAfterSeconds = take(`${workspaceId} ${request.ip}`, 1, asksPerSecond);
  if (retryAfterSeconds > 0) throw new ProductError("rate_limited", `At most ${asksPerSecond} a second.`, { retryAfterSeconds });
  const { settings, secrets } = await readChannels(db, keys, workspaceId);
  if (userId !== undefined) {
    const expected = secrets.inbox === undefined ? null : createHmac("sha256", secrets.inbox).update(userId).digest("hex");
    if (expected === null || !isSame(expected, signature ?? ""))
      throw new ProductError("forbidden", "Who names a user proves it: the signature is missing or does not fit.", {
        issues: [{ field: "signature", message: "does not fit", accepted: "HMAC-SHA256 of the user id with the inbox secret, in hex" }],
      });
    return { workspaceId, personId: await personOf(db, workspaceId, profileIdOf(workspaceId, "userId", userId), false) };
  }
  if (anonymousId === undefined)
    throw new ProductError("invalid_input", "It is not said whose inbox it is.", {
      issues: [{ field: "userId", message: "is missing", accepted: "userId with its signature, or anonymousId" }],
    });
  return {
    workspaceId,
    personId: await personOf(db, workspaceId, profileIdOf(workspaceId, "anonymousId", anonymousId), settings.inbox.requireSignature),
  };
}

/** The person who has a profile; with `unknownOnly` nobody who is known by a user id. */
async function personOf(db: InboxDeps["db"], workspaceId: string, profileId: string, unknownOnly: boolean): Promise<string | null> {
  const { rows } = await sql<{ personId: string; known: boolean }>`
    SELECT f.person_id AS "personId", EXISTS (SELECT 1 FROM profile u WHERE u.workspace_id = f.workspace_id AND u.person_id = f.person_id AND u.kind = 'userId') AS known
    FROM profile f WHERE f.workspace_id = ${workspaceId} AND f.id = ${profileId}`.execute(db);
  const [row] = rows;
  return !row || (unknownOnly && row.known) ? null : row.personId;
}

/** A condition: the messages of one person's feed. */
const inFeed = (workspaceId: string, personId: string) => sql`m.workspace_id = ${workspaceId} AND m.channel = 'in_app' AND m.state = 'sent'
  AND EXISTS (SELECT 1 FROM (${stretchesOf(workspaceId, [personId])}) s WHERE s.profile_id = m.profile_id
    AND m.queued_at >= to_timestamp(s.from_ms / 1000.0) AND (s.until_ms IS NULL OR m.queued_at < to_timestamp(s.until_ms / 1000.0)))`;

type FeedRow = {
  id: string;
  rendered: RenderedMessage;
  topic: string | null;
  sentAt: Date;
  seenAt: Date | null;
  readAt: Date | null;
  dismissedAt: Date | null;
};

async function readFeed(
  { db, now }: InboxDeps,
  workspaceId: string,
  personId: string,
  { after, limit, withDismissed }: { after: [string, string] | null; limit: number; withDismissed: boolean },
) {
  const shown = sql`${inFeed(workspaceId, personId)} AND (m.expires_at IS NULL OR m.expires_at > ${new Date(now())}) ${withDismissed ? sql`` : sql`AND m.dismissed_at IS NULL`}`;
  const place = sql`date_trunc('milliseconds', m.sent_at)`;
  const { rows } = await sql<FeedRow>`
    SELECT m.id, m.rendered, m.topic, m.sent_at AS "sentAt", m.opened_at AS "seenAt", m.clicked_at AS "readAt", m.dismissed_at AS "dismissedAt" FROM message m
    WHERE ${shown} ${after ? sql`AND (${place}, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``} ORDER BY ${place} DESC, m.id DESC LIMIT ${limit + 1}`.execute(
    db,
  );
  const { rows: counts } = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM message m WHERE ${shown} AND m.opened_at IS NULL`.execute(db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(({ id, rendered, topic, sentAt, seenAt, readAt, dismissedAt }) => ({
      id,
      title: rendered.title,
      text: rendered.text,
      url: rendered.url,
      actionLabel: rendered.actionLabel,
      image: rendered.image,
      topic,
      sentAt: sentAt.toISOString(),
      seenAt: seenAt?.toISOString() ?? null,
      readAt: readAt?.toISOString() ?? null,
      dismissedAt: dismissedAt?.toISOString() ?? null,
    })),
    next: last ? encodeCursor([last.sentAt.toISOString(), last.id]) : null,
    unseen: counts[0]?.n ?? 0,
  };
}

async function linkOf({ db }: InboxDeps, id: string): Promise<string> {
  const { rows } = await sql<{ url: string | null }>`SELECT rendered ->> 'url' AS url FROM message WHERE id = ${id}`.execute(db);
  return rows[0]?.url ?? "";
}
