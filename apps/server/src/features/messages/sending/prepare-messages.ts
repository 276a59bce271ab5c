import type { RenderedMessage, TemplateContent } from "@throughline/contract";
import { sql } from "kysely";
import { readChannels, type Channels } from "../channels/channels.store.ts";
import type { MessagesDeps, Tx } from "../messages-deps.ts";
import { preferencesUrl, toToken, unsubscribeUrl } from "../public/addresses.ts";
import { loadRecipients, type Recipient } from "../render/load-recipients.ts";
import { loadEventAccounts } from "../render/load-event-accounts.ts";
import { renderContent } from "../render/render-content.ts";
import type { MessageRow } from "./messages.store.ts";

/** A message that is ready to be given to its provider. */
export type Ready = {
  message: MessageRow;
  recipient: Recipient;
  channels: Channels;
  rendered: RenderedMessage;
  version: number;
  address: string;
};
/** What cannot be sent, and why; `cancelled` when it is not to be sent any more. */
export type NotReady = { message: MessageRow; state: "failed" | "cancelled"; reason: string };

type Version = {
  key: string;
  channel: string;
  version: number | null;
  content: TemplateContent | null;
  compiled: Record<string, string> | null;
};

/** Renders messages of any workspaces for the people whom they are for. */
export async function prepareMessages(
  deps: Pick<MessagesDeps, "keys" | "publicUrl" | "now">,
  tx: Tx,
  messages: readonly MessageRow[],
): Promise<(Ready | NotReady)[]> {
  const prepared: (Ready | NotReady)[] = [];
  for (const [workspaceId, theirs] of Map.groupBy(messages, (message) => message.workspaceId)) {
    const recipients = await loadRecipients(
      tx,
      workspaceId,
      theirs.map(({ profileId, queuedAt }) => ({ profileId, at: queuedAt })),
    );
    const accountOf = await loadEventAccounts(
      tx,
      workspaceId,
      theirs.map(({ context }) => context),
    );
    const versions = await readVersions(tx, workspaceId, [...new Set(theirs.map(({ template }) => template))]);
    const channels = await readChannels(tx, deps.keys, workspaceId);
    const { rows } = await sql<{ name: string }>`SELECT name FROM workspace WHERE id = ${workspaceId}`.execute(tx);
    for (const message of theirs)
      prepared.push(
        prepare(deps, {
          message,
          recipient: recipients.get(message.profileId),
          version: versions.get(message.template),
          channels,
          workspace: rows[0]?.name ?? "",
          account: accountOf(message.context),
        }),
      );
  }
  return prepared;
}

function prepare(
  { keys, publicUrl, now }: Pick<MessagesDeps, "keys" | "publicUrl" | "now">,
  {
    message,
    recipient,
    version,
    channels,
    workspace,
    account,
  }: {
    message: MessageRow;
    recipient: Recipient | undefined;
    version: Version | undefined;
    channels: Channels;
    workspace: string;
    account: Record<string, unknown> | undefined;
  },
): Ready | NotReady {
  const not = (state: NotReady["state"], reason: string): NotReady => ({ message, state, reason });
  if (!recipient) return not("cancelled", "The person is not there any more.");
  if (message.expiresAt !== null && message.expiresAt.getTime() <= now())
    return not("cancelled", `It was of no use any more after ${message.expiresAt.toISOString()}.`);
  const refused = refusedSince(message, recipient);
  if (refused !== null) return not("cancelled", `They said no to ${refused} after it was decided.`);
  if (!version) return not("failed", `There is no template ${JSON.stringify(message.template)}.`);
  if (version.content === null || version.version === null)
    return not("failed", `The template ${JSON.stringify(message.template)} was never published.`);
  if (version.channel !== message.channel)
    return not("failed", `The template ${JSON.stringify(message.template)} is for ${version.channel}, not for ${message.channel}.`);
  try {
    const scope = scopeOf({ recipient, workspace, account, context: message.context, links: linksOf({ keys, publicUrl }, message) });
    const rendered = renderContent({ content: version.content, compiled: version.compiled ?? {}, locale: recipient.locale, scope });
    const address = addressOf(message.channel, recipient, rendered);
    if (address === null) return not("failed", noAddress[message.channel]);
    return { message, recipient, channels, rendered, version: version.version, address };
  } catch (error) {
    // Whatever it was: the others are not to wait for it.
    return not("failed", `The template cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const classes: Partial<Record<MessageRow["purpose"], string>> = { promotional: "marketing", service: "service", survey: "surveys" };
/** Consent that was withdrawn between the decision and the sending, which may be hours apart. */
function refusedSince({ purpose, topic, queuedAt }: MessageRow, { consents }: Recipient): string | null {
  if (purpose === "transactional") return null;
  const names = [topic, classes[purpose] ?? null];
  return consents.find(({ purpose: asked, granted, at }) => !granted && at > queuedAt.getTime() && names.includes(asked))?.purpose ?? null;
}

export const linksOf = (
  { keys, publicUrl }: Pick<MessagesDeps, "keys" | "publicUrl">,
  { workspaceId, profileId, id }: { workspaceId: string; profileId: string; id: string | null },
): { unsubscribe: string; preferences: string } => {
  const token = toToken(keys, { workspaceId, profileId, messageId: id });
  return { unsubscribe: unsubscribeUrl(publicUrl, token), preferences: preferencesUrl(publicUrl, token) };
};

/** What a template reads. `account` is that of the event, where it names one; else it is the person's. */
export const scopeOf = ({
  recipient,
  workspace,
  account,
  context,
  links,
}: {
  recipient: Pick<Recipient, "scope"> | null;
  workspace: string;
  account?: Record<string, unknown> | undefined;
  context: Record<string, unknown>;
  links: { unsubscribe: string; preferences: string };
}): Record<string, unknown> => ({
  ...context,
  person: recipient?.scope.person ?? {},
  account: account ?? recipient?.scope.account ?? null,
  workspace: { name: workspace },
  links,
});

const noAddress: Record<MessageRow["channel"], string> = {
  email: "The person has no e-mail address.",
  sms: "The person has no phone number.",
  push: "The person has no trait pushToken or deviceToken.",
  in_app: "",
  webhook: "There is no address to call.",
};
export function addressOf(
  channel: MessageRow["channel"],
  recipient: Pick<Recipient, "email" | "phone" | "pushToken">,
  rendered: RenderedMessage,
): string | null {
  switch (channel) {
    case "email":
      return recipient.email;
    case "sms":
      return recipient.phone;
    case "push":
      return recipient.pushToken;
    case "in_app":
      return "inbox";
    case "webhook":
      return rendered.request?.url || null;
  }
}

async function readVersions(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<Map<string, Version>> {
  const { rows } = await sql<Version>`
    SELECT t.key, t.channel, t.version, v.content, v.compiled FROM message_template t
    LEFT JOIN message_template_version v ON v.workspace_id = t.workspace_id AND v.key = t.key AND v.version = t.version
    WHERE t.workspace_id = ${workspaceId} AND t.key = ANY(${keys}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
}
