import { sql } from "kysely";
import type { FastifyInstance, FastifyReply } from "fastify";
import { suppressionLock } from "../../identity/index.ts";
import { recordOwnInteractions } from "../../own-interactions/index.ts";
import { readChannels, type Channels } from "../channels/channels.store.ts";
import type { MessagesDeps } from "../messages-deps.ts";
import { loadRecipients, type Recipient } from "../render/load-recipients.ts";
import { fromToken, isTracked, preferencesUrl, publicPrefix, type LinkHolder } from "./addresses.ts";
import { changeConsent, noteFeedback, topicOf } from "./feedback.ts";
import { brokenLinkPage, pagePolicy, preferencesPage, unsubscribedPage, unsubscribePage, type Choice } from "./preferences-page.ts";
import { mayTrack } from "./track-links.ts";

export type PublicDeps = Pick<MessagesDeps, "db" | "now" | "keys" | "publicUrl">;

const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const maxFormBytes = 20_000;
/** Purposes of consent that stand for a class of messages, and what holds without an answer (see docs/arbiter.md). */
const classes = [
  { key: "marketing", name: "News and offers", description: "", unanswered: false },
  { key: "service", name: "Help with what you are doing", description: "Tips and reminders for what you have begun.", unanswered: true },
  { key: "surveys", name: "Questions", description: "Now and then, how it went.", unanswered: true },
];

type Opened = { holder: LinkHolder; recipient: Recipient; channels: Channels; company: string; topic: string | null };

/** What customers open from a message, without signing in: the preference centre, unsubscribing (RFC 8058), and the links and opens that are counted. */
export async function registerPublicMessages(app: FastifyInstance, deps: PublicDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: maxFormBytes }, (_request, body, done) => done(null, body));

    scope.get<{ Params: { token: string } }>(`${publicPrefix}/p/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(reply);
      const { saved } = request.query as { saved?: string };
      return html(reply, showPreferences(opened, request.params.token, saved === "1"));
    });
    scope.post<{ Params: { token: string } }>(`${publicPrefix}/p/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(reply);
      await savePreferences(deps, opened, new URLSearchParams(textOf(request.body)));
      return reply.redirect(`${publicPrefix}/p/${request.params.token}?saved=1`, 303);
    });

    scope.get<{ Params: { token: string } }>(`${publicPrefix}/u/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(reply);
      return html(
        reply,
        unsubscribePage({
          ...words(opened),
          action: `${publicPrefix}/u/${request.params.token}`,
          preferences: preferencesUrl("", request.params.token),
        }),
      );
    });
    scope.post<{ Params: { token: string } }>(`${publicPrefix}/u/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(reply);
      await unsubscribe(deps, opened);
      return html(reply, unsubscribedPage({ ...words(opened), preferences: preferencesUrl("", request.params.token) }));
    });

    scope.get<{ Params: { token: string }; Querystring: { u?: string; s?: string } }>(
      `${publicPrefix}/c/:token`,
      async (request, reply) => {
        const { token } = request.params;
        const { u: url = "", s: signature = "" } = request.query;
        if (!isTracked(deps.keys, token, url, signature)) return broken(reply);
        // Whoever clicks gets where they want to, whatever we manage to note.
        if (request.method === "GET")
          await count(deps, token, "clicks", url).catch((error: unknown) =>
            request.log.error({ err: error }, "a click could not be noted"),
          );
        return reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").redirect(url, 302);
      },
    );
    scope.get<{ Params: { token: string } }>(`${publicPrefix}/o/:token`, async (request, reply) => {
      const token = request.params.token.replace(/\.gif$/, "");
      if (request.method === "GET")
        await count(deps, token, "opens", "").catch((error: unknown) => request.log.error({ err: error }, "an open could not be noted"));
      return reply.header("cache-control", "no-store").header("cross-origin-resource-policy", "cross-origin").type("image/gif").send(pixel);
    });
  });
}

const textOf = (body: unknown): string => (typeof body === "string" ? body : "");
const html = (reply: FastifyReply, page: string) =>
  reply
    .header("content-security-policy", pagePolicy)
    .header("cache-control", "no-store")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(page);
const broken = (reply: FastifyReply) => html(reply.code(404), brokenLinkPage());
const words = ({ company, topic }: Opened) => ({ company, topic: topic ?? "anything that is optional" });

/** Who a link is for; null when it was not signed by us, or they are gone. */
async function open({ db, keys, now }: PublicDeps, token: string): Promise<Opened | null> {
  const holder = fromToken(keys, token);
  if (!holder) return null;
  const { workspaceId, profileId, messageId } = holder;
  const recipient = (await loadRecipients(db, workspaceId, [{ profileId, at: new Date(now()) }])).get(profileId);
  if (!recipient) return null;
  const channels = await readChannels(db, keys, workspaceId);
  const { rows } = await sql<{
    name: string;
    topic: string | null;
    purpose: "transactional" | "service" | "promotional" | "survey" | null;
  }>`
    SELECT w.name, m.topic, m.purpose FROM workspace w LEFT JOIN message m ON m.workspace_id = w.id AND m.id = ${messageId} WHERE w.id = ${workspaceId}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return null;
  const key = row.purpose === null ? null : topicOf({ topic: row.topic, purpose: row.purpose });
  const { topics, company } = channels.settings.preferences;
  const named = topics.find((topic) => topic.key === key)?.name ?? classes.find((one) => one.key === key)?.name ?? key;
  return { holder, recipient, channels, company: company === "" ? row.name : company, topic: named };
}

/** What holds for a person, as the page shows it. Without an answer of its own a topic goes by that to news. */
function choicesOf({ recipient, channels }: Opened): { topics: Choice[]; purposes: Choice[] } {
  const answer = (key: string) => recipient.consents.find(({ purpose }) => purpose === key)?.granted;
  const news = answer("marketing") ?? false;
  const { purpose } = channels.settings.email.tracking;
  const tracking = {
    key: purpose,
    name: "Counting opens and clicks",
    description: "Helps to send less of what nobody reads.",
    granted: answer(purpose) ?? false,
  };
  return {
    topics: channels.settings.preferences.topics.map(({ key, name, description }) => ({
      key,
      name,
      description,
      granted: answer(key) ?? news,
    })),
    purposes: [...classes.map(({ unanswered, ...one }) => ({ ...one, granted: answer(one.key) ?? unanswered })), tracking],
  };
}

const showPreferences = (opened: Opened, token: string, saved: boolean): string =>
  preferencesPage({
    company: opened.company,
    action: `${publicPrefix}/p/${token}`,
    ...choicesOf(opened),
    saved,
    email: opened.recipient.email,
  });

async function savePreferences({ db, now }: PublicDeps, opened: Opened, form: URLSearchParams): Promise<void> {
  const { topics, purposes } = choicesOf(opened);
  const wanted = new Set(form.get("do") === "none" ? [] : [...form.getAll("topic"), ...form.getAll("purpose")]);
  const all = [...topics, ...purposes];
  const changed = all.filter(({ key, granted }) => wanted.has(key) !== granted || (form.get("do") === "none" && !wanted.has(key)));
  const at = new Date(now());
  const { workspaceId, profileId, messageId } = opened.holder;
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    if (!(await changeConsent(tx, { workspaceId, profileId }, Object.fromEntries(changed.map(({ key }) => [key, wanted.has(key)])), at)))
      return;
    // What the arbiter hears: topics that were left, and those that were joined again.
    await recordOwnInteractions(
      tx,
      changed
        .filter(({ key, granted }) => wanted.has(key) !== granted && key !== opened.channels.settings.email.tracking.purpose)
        .map(({ key }) => ({
          workspaceId,
          key: `preferences ${profileId} ${key} ${at.getTime()}`.slice(0, 200),
          profileId,
          name: wanted.has(key) ? "Email Resubscribed" : "Email Unsubscribed",
          at: at.getTime(),
          actor: "customer" as const,
          channel: "email" as const,
          properties: { topic: key, ...(messageId === null ? {} : { message: messageId }) },
        })),
    );
  });
}

async function unsubscribe(deps: PublicDeps, { holder, channels }: Opened): Promise<void> {
  const { workspaceId, profileId, messageId } = holder;
  if (messageId !== null && (await noteFeedback(deps, { workspaceId, messageId }, { kind: "unsubscribed" }))) return;
  // The message is gone, or it was a test: then it means all that is optional.
  const keys = [...classes.map(({ key }) => key), ...channels.settings.preferences.topics.map(({ key }) => key)];
  await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    await changeConsent(tx, { workspaceId, profileId }, Object.fromEntries(keys.map((key) => [key, false])), new Date(deps.now()));
  });
}

/** Notes an open or a click, if they still allow it. */
async function count(deps: PublicDeps, token: string, what: "opens" | "clicks", link: string): Promise<void> {
  const opened = await open(deps, token);
  const messageId = opened?.holder.messageId;
  if (!opened || !messageId || !mayTrack(opened.channels.settings.email.tracking, opened.recipient)[what]) return;
  await noteFeedback(
    deps,
    { workspaceId: opened.holder.workspaceId, messageId },
    what === "opens" ? { kind: "opened" } : { kind: "clicked", link },
  );
}
