import { sql } from "kysely";
import { isTimeZone } from "@throughline/domain";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { suppressionLock } from "../../identity/index.ts";
import { recordOwnInteractions } from "../../own-interactions/index.ts";
import { readChannels, type Channels } from "../channels/channels.store.ts";
import type { MessagesDeps } from "../messages-deps.ts";
import { loadRecipients, type Recipient } from "../render/load-recipients.ts";
import { chooseLocale } from "../render/locale.ts";
import { fromToken, isTracked, publicPrefix, type LinkHolder } from "./addresses.ts";
import { changeConsent, noteFeedback, topicOf } from "./feedback.ts";
import { acceptedLocales, speak, type Spoken } from "./page-words.ts";
import { brokenLinkPage, pagePolicy, preferencesPage, unsubscribedPage, unsubscribePage, type Choice } from "./preferences-page.ts";
import { mayTrack } from "./track-links.ts";

export type PublicDeps = Pick<MessagesDeps, "db" | "now" | "keys" | "publicUrl">;

const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const maxFormBytes = 20_000;
/** Purposes of consent that stand for a class of messages, and what holds without an answer (see docs/arbiter.md). */
const classes = [
  { key: "marketing", unanswered: false },
  { key: "service", unanswered: true },
  { key: "surveys", unanswered: true },
] as const;

type Opened = {
  holder: LinkHolder;
  recipient: Recipient;
  channels: Channels;
  company: string;
  /** What the message was about: a topic or a class; null where there is no message any more. */
  topicKey: string | null;
  timeZone: string;
};
type Asked = FastifyRequest<{ Params: { token: string } }>;

/** What customers open from a message, without signing in: the preference centre, unsubscribing (RFC 8058), and the links and opens that are counted. */
export async function registerPublicMessages(app: FastifyInstance, deps: PublicDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: maxFormBytes }, (_request, body, done) => done(null, body));

    scope.get<{ Params: { token: string } }>(`${publicPrefix}/p/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(request, reply);
      return html(reply, spokenTo(request, opened), (spoken) => showPreferences(opened, request, spoken));
    });
    scope.post<{ Params: { token: string } }>(`${publicPrefix}/p/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(request, reply);
      await savePreferences(deps, opened, new URLSearchParams(textOf(request.body)));
      return reply.redirect(addressOf("p", request, { saved: "1" }), 303);
    });

    scope.get<{ Params: { token: string } }>(`${publicPrefix}/u/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(request, reply);
      return html(reply, spokenTo(request, opened), (spoken) =>
        unsubscribePage({ ...leaving(opened, request, spoken), action: addressOf("u", request) }),
      );
    });
    scope.post<{ Params: { token: string } }>(`${publicPrefix}/u/:token`, async (request, reply) => {
      const opened = await open(deps, request.params.token);
      if (!opened) return broken(request, reply);
      await unsubscribe(deps, opened);
      return html(reply, spokenTo(request, opened), (spoken) => unsubscribedPage(leaving(opened, request, spoken)));
    });

    scope.get<{ Params: { token: string }; Querystring: { u?: string; s?: string } }>(
      `${publicPrefix}/c/:token`,
      async (request, reply) => {
        const { token } = request.params;
        const { u: url = "", s: signature = "" } = request.query;
        if (!isTracked(deps.keys, token, url, signature)) return broken(request, reply);
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
const html = (reply: FastifyReply, spoken: Spoken, write: (spoken: Spoken) => string) =>
  reply
    .header("content-security-policy", pagePolicy)
    .header("content-language", spoken.language)
    .header("cache-control", "no-store")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(write(spoken));
const broken = (request: FastifyRequest, reply: FastifyReply) => html(reply.code(404), spokenTo(request, null), brokenLinkPage);

/** The language that was chosen on the page, else that of the person, else that of their browser. */
const spokenTo = (request: FastifyRequest, opened: Opened | null): Spoken =>
  speak([chosenLanguage(request), opened?.recipient.locale, ...acceptedLocales(request.headers["accept-language"])]);
function chosenLanguage(request: FastifyRequest): string | undefined {
  const { lang } = request.query as { lang?: unknown };
  return typeof lang === "string" ? lang : undefined;
}

/** The address of a page of the same person, in the language that was chosen. */
function addressOf(part: "p" | "u", request: Asked, more: Readonly<Record<string, string>> = {}): string {
  const lang = chosenLanguage(request);
  const query = new URLSearchParams({ ...more, ...(lang === undefined ? {} : { lang }) }).toString();
  return `${publicPrefix}/${part}/${request.params.token}${query === "" ? "" : `?${query}`}`;
}

const leaving = ({ company, topicKey, channels }: Opened, request: Asked, spoken: Spoken) => ({
  spoken,
  company,
  topic: topicKey === null ? spoken.words.optional : topicName(topicKey, channels, spoken),
  preferences: addressOf("p", request),
});
const topicName = (key: string, { settings }: Channels, spoken: Spoken): string => {
  const topic = settings.preferences.topics.find((one) => one.key === key);
  const ofClass = classes.find((one) => one.key === key);
  return topic ? topicIn(topic, spoken).name : ofClass ? spoken.words.purposes[ofClass.key].name : key;
};

type Topic = Channels["settings"]["preferences"]["topics"][number];
/** What a topic is called in a language, where it was given words in it. */
function topicIn(topic: Topic, { language }: Spoken): { name: string; description: string } {
  const locales = topic.locales ?? {};
  const said = locales[chooseLocale(language, Object.keys(locales), "")] ?? topic;
  return { name: said.name, description: said.description || topic.description };
}

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
    timezone: string;
    topic: string | null;
    purpose: "transactional" | "service" | "promotional" | "survey" | null;
  }>`
    SELECT w.name, w.timezone, m.topic, m.purpose FROM workspace w LEFT JOIN message m ON m.workspace_id = w.id AND m.id = ${messageId} WHERE w.id = ${workspaceId}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return null;
  const topicKey = row.purpose === null ? null : topicOf({ topic: row.topic, purpose: row.purpose });
  const { company } = channels.settings.preferences;
  const theirs = recipient.scope.person["timezone"];
  const timeZone = isTimeZone(theirs) ? theirs : row.timezone;
  return { holder, recipient, channels, company: company === "" ? row.name : company, topicKey, timeZone };
}

/** What holds for a person. Without an answer of its own a topic goes by that to news. */
function choicesOf({ recipient, channels }: Opened, spoken: Spoken): { topics: Choice[]; purposes: Choice[] } {
  const { topics } = channels.settings.preferences;
  const { purpose } = channels.settings.email.tracking;
  const answerTo = (key: string) => recipient.consents.find((one) => one.purpose === key);
  const choice = (key: string, said: { name: string; description: string }, unanswered: boolean): Choice => {
    const answer = answerTo(key);
    const { name, description } = said;
    return { key, name, description, granted: answer?.granted ?? unanswered, answeredAt: answer?.at ?? null };
  };
  const news = answerTo("marketing")?.granted ?? false;
  return {
    topics: topics.map((topic) => choice(topic.key, topicIn(topic, spoken), news)),
    purposes: [
      ...classes.map(({ key, unanswered }) => choice(key, spoken.words.purposes[key], unanswered)),
      choice(purpose, spoken.words.purposes.tracking, false),
    ],
  };
}

const showPreferences = (opened: Opened, request: Asked, spoken: Spoken): string =>
  preferencesPage({
    spoken,
    company: opened.company,
    action: addressOf("p", request),
    ...choicesOf(opened, spoken),
    saved: (request.query as { saved?: unknown }).saved === "1",
    email: opened.recipient.email,
    timeZone: opened.timeZone,
  });

async function savePreferences({ db, now }: PublicDeps, opened: Opened, form: URLSearchParams): Promise<void> {
  const { topics, purposes } = choicesOf(opened, speak([]));
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
