import { randomBytes } from "node:crypto";
import type { ChannelSettings, ChannelsUpdate } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import { whatChanged } from "../../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import type { MessagesDeps } from "../messages-deps.ts";
import { readChannels, writeChannels, type Channels, type ChannelSecrets } from "./channels.store.ts";
import { readProblems, tryAnew, type ChannelProblem } from "./problems.store.ts";
import { inboundUrl, preferencesUrl } from "../public/addresses.ts";
import { pageLanguages } from "../public/page-words.ts";

export type ChannelsDeps = Pick<MessagesDeps, "db" | "now" | "keys" | "publicUrl" | "serverMail">;

/** How messages are sent, without secrets. */
export async function getChannels(deps: ChannelsDeps, access: Access): Promise<ChannelSettings> {
  requirePermission(access, "flows:read");
  const { workspaceId } = access;
  return toShown(deps, workspaceId, await readChannels(deps.db, deps.keys, workspaceId), await readProblems(deps.db, workspaceId));
}

/** Changes the parts that are named. A secret that is not given stays; what is taken away goes with its secret. */
export async function setChannels(deps: ChannelsDeps, access: Access, update: ChannelsUpdate): Promise<ChannelSettings> {
  requirePermission(access, "workspace:write");
  const { workspaceId, actor } = access;
  const changed = await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR UPDATE`.execute(tx);
    const before = await readChannels(tx, deps.keys, workspaceId, { lock: true });
    const after = apply(before, update);
    await writeChannels(tx, deps.keys, workspaceId, after, { by: actor.name, at: new Date(deps.now()) });
    for (const channel of ["email", "sms", "push"] as const)
      if (update[channel] !== undefined) await tryAnew(tx, { workspaceId, channel }, deps.now());
    await recordAudit(tx, access, { action: "channels.update", details: { parts: Object.keys(update), ...sayChange(before, after) } });
    return after;
  });
  return toShown(deps, workspaceId, changed, await readProblems(deps.db, workspaceId));
}

/** A new secret in place of the former one; told this once. */
export async function newSecret(
  deps: ChannelsDeps,
  access: Access,
  { of }: { of: "webhook" | "inbox" | "inbound" },
): Promise<{ secret: string }> {
  requirePermission(access, "workspace:write");
  const { workspaceId, actor } = access;
  const secret = of === "inbox" ? `is_${randomBytes(32).toString("base64url")}` : `whsec_${randomBytes(24).toString("base64")}`;
  await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR UPDATE`.execute(tx);
    const { settings, secrets } = await readChannels(tx, deps.keys, workspaceId, { lock: true });
    await writeChannels(
      tx,
      deps.keys,
      workspaceId,
      { settings, secrets: { ...secrets, [of]: secret } },
      { by: actor.name, at: new Date(deps.now()) },
    );
    await recordAudit(tx, access, { action: "channels.secret", details: { of } });
  });
  return { secret };
}

/** From what to what. Of secrets, which are kept apart from the settings, only which are others now or gone. */
function sayChange(before: Channels, after: Channels) {
  const names = Object.keys({ ...before.secrets, ...after.secrets }) as (keyof ChannelSecrets)[];
  const secrets = names.filter((name) => before.secrets[name] !== after.secrets[name]);
  return { ...whatChanged(before.settings, after.settings), ...(secrets.length > 0 ? { secretsChanged: secrets } : {}) };
}

function apply({ settings, secrets: before }: Channels, update: ChannelsUpdate): Channels {
  const secrets: ChannelSecrets = { ...before };
  /** The part without its secret, which goes where secrets are. */
  const keep = <T extends object, K extends keyof T>(name: keyof ChannelSecrets, part: T | null, secret: K): Omit<T, K> | null => {
    if (part === null) {
      delete secrets[name];
      return null;
    }
    const { [secret]: given, ...rest } = part;
    if (typeof given === "string") secrets[name] = given;
    return rest;
  };
  const email = { ...settings.email };
  const given = update.email ?? {};
  if (given.from !== undefined) email.from = given.from;
  if (given.fromName !== undefined) email.fromName = given.fromName;
  if (given.replyTo !== undefined) email.replyTo = given.replyTo;
  if (given.tracking !== undefined) email.tracking = given.tracking;
  if (given.smtp !== undefined) {
    // A secret stays with whom it was given for: a password goes to no other server.
    if (given.smtp && settings.email.smtp && (given.smtp.host !== settings.email.smtp.host || given.smtp.user !== settings.email.smtp.user))
      delete secrets.smtp;
    email.smtp = keep("smtp", given.smtp, "password");
  }
  if (given.dkim !== undefined) email.dkim = keep("dkim", given.dkim, "privateKey");
  if (given.inbound !== undefined) {
    if (given.inbound?.provider !== settings.email.inbound?.provider) delete secrets.inbound;
    email.inbound = keep("inbound", given.inbound, "secret");
  }
  if (update.sms && update.sms.accountSid !== settings.sms?.accountSid) delete secrets.sms;
  if (update.push && update.push.clientEmail !== settings.push?.clientEmail) delete secrets.push;
  return {
    settings: {
      email,
      sms: update.sms === undefined ? settings.sms : keep("sms", update.sms, "token"),
      push: update.push === undefined ? settings.push : keep("push", update.push, "privateKey"),
      inbox: update.inbox ?? settings.inbox,
      preferences: update.preferences ?? settings.preferences,
    },
    secrets,
    unreadable: false,
  };
}

const state = (problem: string | null) => ({ ready: problem === null, problem });
const lost = "What was secret cannot be read: the server has another secret than when it was entered. Enter it anew.";

function toShown(
  { publicUrl, serverMail }: ChannelsDeps,
  workspaceId: string,
  { settings, secrets, unreadable }: Channels,
  problems: readonly ChannelProblem[],
): ChannelSettings {
  const { email, sms, push, inbox, preferences } = settings;
  const refusal = (channel: ChannelProblem["channel"]) => sayRefusal(problems.find((one) => one.channel === channel));
  const problemOf = (part: boolean, secret: keyof ChannelSecrets, what: string) =>
    !part ? `There is no ${what} yet.` : secrets[secret] === undefined ? (unreadable ? lost : `The ${what} lacks its secret.`) : null;
  return {
    email: {
      ...state(emailProblem(settings.email, secrets, unreadable, serverMail !== null) ?? refusal("email")),
      from: email.from,
      fromName: email.fromName,
      replyTo: email.replyTo,
      smtp: email.smtp && { ...email.smtp, hasPassword: secrets.smtp !== undefined },
      server: serverMail && { from: serverMail.from },
      dkim: email.dkim && { ...email.dkim, hasKey: secrets.dkim !== undefined },
      tracking: email.tracking,
      inbound: email.inbound && {
        provider: email.inbound.provider,
        url: inboundUrl(publicUrl, workspaceId),
        hasSecret: secrets.inbound !== undefined,
      },
    },
    sms: {
      ...state(problemOf(sms !== null, "sms", "provider") ?? refusal("sms")),
      provider: sms && { ...sms, hasToken: secrets.sms !== undefined },
    },
    push: {
      ...state(problemOf(push !== null, "push", "provider") ?? refusal("push")),
      provider: push && { ...push, hasKey: secrets.push !== undefined },
    },
    inbox: { ...state(null), hasSecret: secrets.inbox !== undefined, requireSignature: inbox.requireSignature },
    webhook: {
      ...state(secrets.webhook === undefined ? "Calls are not signed: there is no secret yet." : null),
      ready: true,
      hasSecret: secrets.webhook !== undefined,
    },
    preferences: { ...preferences, address: preferencesUrl(publicUrl, "…"), languages: Object.keys(pageLanguages) },
  };
}

/** What the provider itself said, since when, and what waits for somebody to put it right. */
const sayRefusal = (problem: ChannelProblem | undefined): string | null =>
  problem === undefined
    ? null
    : `${problem.reason} Since ${problem.since.toISOString()}; ${problem.waiting} message${problem.waiting === 1 ? " waits" : "s wait"} for it to be put right.`;

function emailProblem(
  { from, smtp, dkim }: Channels["settings"]["email"],
  secrets: ChannelSecrets,
  unreadable: boolean,
  hasServerMail: boolean,
): string | null {
  if (unreadable && (smtp !== null || dkim !== null)) return lost;
  if (smtp === null) return hasServerMail ? null : "There is no mail server yet: neither here nor among the server's settings (SMTP_URL).";
  if (from === null) return "There is no address yet that mail comes from.";
  if (smtp.user !== null && secrets.smtp === undefined) return "The mail server's password is missing.";
  return dkim !== null && secrets.dkim === undefined ? "The DKIM key is missing." : null;
}
