import { LRUCache } from "lru-cache";
import type { MessagesDeps } from "../messages-deps.ts";
import { beforeEnd, mayTrack, trackLinks } from "../public/track-links.ts";
import { pixelUrl, publicPrefix, toToken, trackedUrl } from "../public/addresses.ts";
import { speak, type PageWords } from "../public/page-words.ts";
import { escapeHtml } from "../render/liquid.ts";
import { checkMailHost } from "./check-mail-host.ts";
import type { Outcome } from "./outcome.ts";
import { linksOf, type Ready } from "./prepare-messages.ts";
import { createFcm, type SendPush } from "./send-push.ts";
import { createTwilio } from "./send-sms.ts";
import { sendWebhook } from "./send-webhook.ts";
import { createSmtp, smtpServerOf, type Smtp, type SmtpServer } from "./smtp.ts";
import { mailIdOf, writeEmail } from "./write-email.ts";

export type GiveDeps = Pick<MessagesDeps, "keys" | "publicUrl" | "serverMail" | "outbound" | "allowPrivate" | "now"> & {
  /** Mail servers; connections of their own, which are not kept, unless told. */
  smtp?: Smtp;
  /** How long a mail server is given; shorter in tests. */
  smtpTimeoutMs?: number;
  /** Where the providers are, in tests. */
  providerUrls?: { twilio?: string; fcm?: string; fcmToken?: string };
};
/** Gives a message to the provider of its channel. Never throws. */
export type GiveMessage = (ready: Ready) => Promise<Outcome>;

const notSet = (what: string): Outcome => ({ state: "failed", reason: what });

export function createGiveMessage(deps: GiveDeps): GiveMessage {
  /** By what they were made of: a token is used for its hour. */
  const pushers = new LRUCache<string, SendPush>({ max: 100 });

  async function give(ready: Ready): Promise<Outcome> {
    const { message, rendered, address, channels } = ready;
    const { settings, secrets } = channels;
    switch (message.channel) {
      case "email":
        return giveEmail(deps, ready);
      case "sms": {
        if (!settings.sms || secrets.sms === undefined) return notSet("There is no provider for SMS.");
        const baseUrl = deps.providerUrls?.twilio;
        const send = createTwilio({
          outbound: deps.outbound,
          ...settings.sms,
          token: secrets.sms,
          ...(baseUrl === undefined ? {} : { baseUrl }),
        });
        return send({ to: address, text: rendered.text ?? "" });
      }
      case "push": {
        if (!settings.push || secrets.push === undefined) return notSet("There is no provider for push messages.");
        const { fcm, fcmToken } = deps.providerUrls ?? {};
        const made = JSON.stringify([settings.push, secrets.push]);
        const send =
          pushers.get(made) ??
          createFcm({
            outbound: deps.outbound,
            now: deps.now,
            ...settings.push,
            privateKey: secrets.push,
            ...(fcm === undefined ? {} : { baseUrl: fcm }),
            ...(fcmToken === undefined ? {} : { tokenUrl: fcmToken }),
          });
        pushers.set(made, send);
        return send({
          to: address,
          title: rendered.title ?? "",
          text: rendered.text ?? "",
          url: rendered.url,
          image: rendered.image,
          messageId: message.id,
        });
      }
      case "in_app":
        // It is in the feed from here on.
        return { state: "sent", providerId: null };
      case "webhook": {
        if (!rendered.request) return notSet("There is nothing to call.");
        const body = rendered.request.body ?? JSON.stringify(defaultBody(ready));
        return sendWebhook(deps.outbound, { ...rendered.request, body }, { id: message.id, secret: secrets.webhook, nowMs: deps.now() });
      }
    }
  }

  return async (ready) => {
    try {
      return await give(ready);
    } catch (error) {
      // A fault of ours, at a place that nobody thought of: it may have been given already.
      return { state: "unknown", reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

const defaultBody = ({ message, recipient }: Ready) => ({
  type: "message",
  message: {
    id: message.id,
    template: message.template,
    purpose: message.purpose,
    topic: message.topic,
    flow: message.flow,
    step: message.step,
  },
  person: recipient.scope.person,
  account: recipient.scope.account,
  context: message.context,
});

async function giveEmail(deps: GiveDeps, { message, recipient, rendered, address, channels }: Ready): Promise<Outcome> {
  const { settings, secrets } = channels;
  const sender = senderOf(deps, channels);
  if (sender.problem !== undefined) return notSet(sender.problem);
  const isTransactional = message.purpose === "transactional";
  const links = linksOf(deps, message);
  const words = speak([rendered.locale]).words.footer;
  const token = toToken(deps.keys, { workspaceId: message.workspaceId, profileId: message.profileId, messageId: message.id });
  const text =
    isTransactional || (rendered.text ?? "").includes(links.unsubscribe) || (rendered.text ?? "").includes(links.preferences)
      ? (rendered.text ?? "")
      : `${rendered.text ?? ""}\n\n-- \n${words.choose}: ${links.preferences}\n`;
  let html = rendered.html ?? "";
  if (!isTransactional && !html.includes(links.unsubscribe) && !html.includes(links.preferences))
    html = beforeEnd(html, footer(links, settings.preferences.company, words));
  const tracks = mayTrack(settings.email.tracking, recipient);
  if (tracks.clicks)
    html = trackLinks(html, `${deps.publicUrl}${publicPrefix}/`, (url) => trackedUrl(deps.keys, deps.publicUrl, token, url));
  if (tracks.opens)
    html = beforeEnd(html, `<img src="${pixelUrl(deps.publicUrl, token)}" width="1" height="1" alt="" style="display:block;border:0">`);
  const written = await writeEmail({
    ...sender,
    replyTo: settings.email.replyTo,
    to: address,
    toName: recipient.name,
    subject: rendered.subject ?? "",
    html,
    text,
    messageId: mailIdOf(message.id, sender.from),
    unsubscribe: isTransactional ? null : { url: links.unsubscribe },
    date: new Date(deps.now()),
    dkim: settings.email.dkim && secrets.dkim !== undefined ? { ...settings.email.dkim, privateKey: secrets.dkim } : null,
  }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  // Nothing left the house: a key or an address that cannot be used.
  if (written instanceof Error) return notSet(`The mail could not be written: ${written.message}`);
  const server = await placeOf(deps, sender);
  if ("outcome" in server) return server.outcome;
  return (deps.smtp ?? createSmtp()).give(
    server,
    { from: sender.from, to: address },
    written,
    deps.smtpTimeoutMs === undefined ? {} : { timeoutMs: deps.smtpTimeoutMs },
  );
}

/** The server's own mail server is the operator's choice; one that a workspace named is looked at. */
async function placeOf(
  { allowPrivate }: GiveDeps,
  { server, isOwn }: { server: SmtpServer; isOwn: boolean },
): Promise<SmtpServer | { outcome: Outcome }> {
  if (isOwn) return server;
  const place = await checkMailHost(server.host, allowPrivate);
  return "outcome" in place ? place : { ...server, address: place.address };
}

/** The workspace's mail server, else the server's own. */
function senderOf(
  { serverMail }: GiveDeps,
  { settings: { email }, secrets, unreadable }: Ready["channels"],
): { problem: string } | { problem?: undefined; server: SmtpServer; isOwn: boolean; from: string; fromName: string } {
  if (email.smtp === null) {
    if (serverMail === null)
      return { problem: "There is no mail server: neither in the workspace nor among the server's settings (SMTP_URL)." };
    const own = addressIn(serverMail.from);
    return { server: smtpServerOf(serverMail.smtpUrl), isOwn: true, from: email.from ?? own.address, fromName: email.fromName || own.name };
  }
  if (unreadable) return { problem: "The mail server's password cannot be read: the server has another secret than when it was entered." };
  if (email.from === null) return { problem: "There is no address that mail comes from." };
  if (email.smtp.user !== null && secrets.smtp === undefined) return { problem: "The mail server's password is missing." };
  const { host, port, secure, requireTls, user } = email.smtp;
  return {
    server: { host, port, secure, requireTls, auth: user === null ? null : { user, pass: secrets.smtp ?? "" } },
    isOwn: false,
    from: email.from,
    fromName: email.fromName,
  };
}

/** `Name <address>`, or an address alone. */
export function addressIn(text: string): { name: string; address: string } {
  const [, name = "", address] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return address === undefined ? { name: "", address: text.trim() } : { name, address };
}

type PageLinks = { preferences: string; unsubscribe: string };
/** In the language of the message, for templates that have neither link. */
function footer({ preferences, unsubscribe }: PageLinks, company: string, words: PageWords["footer"]): string {
  const link = (url: string, name: string) => `<a href="${escapeHtml(url)}" style="color:#595959">${escapeHtml(name)}</a>`;
  return `<div style="padding:24px 16px;text-align:center;font:12px/1.5 Arial,sans-serif;color:#595959">${company === "" ? "" : `${escapeHtml(company)} · `}${link(preferences, words.choose)} · ${link(unsubscribe, words.leave)}</div>`;
}
