import type { ChannelSettings, InboundProvider } from "@throughline/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../messages-deps.ts";
import type { Keys } from "./keys.ts";

type Email = ChannelSettings["email"];
type Smtp = Omit<NonNullable<Email["smtp"]>, "hasPassword">;

/** What is kept in the open. */
export type StoredChannels = {
  email: {
    from: string | null;
    fromName: string;
    replyTo: string | null;
    smtp: Smtp | null;
    dkim: { domain: string; selector: string } | null;
    tracking: Email["tracking"];
    inbound: { provider: InboundProvider } | null;
  };
  sms: { kind: "twilio"; accountSid: string; from: string } | null;
  push: { kind: "fcm"; projectId: string; clientEmail: string } | null;
  inbox: { requireSignature: boolean };
  preferences: Pick<ChannelSettings["preferences"], "company" | "topics">;
};
/** What is kept encrypted. `webhook` and `inbox` are made by us, `inbound` by us or by the provider. */
export type ChannelSecrets = Partial<Record<"smtp" | "dkim" | "sms" | "push" | "inbound" | "inbox" | "webhook", string>>;
export type Channels = {
  settings: StoredChannels;
  secrets: ChannelSecrets;
  /** Secrets are there and cannot be read: the server has another secret than it had. */ unreadable: boolean;
};

export const defaultChannels: StoredChannels = {
  email: {
    from: null,
    fromName: "",
    replyTo: null,
    smtp: null,
    dkim: null,
    tracking: { clicks: "consented", opens: "consented", purpose: "analytics" },
    inbound: null,
  },
  sms: null,
  push: null,
  inbox: { requireSignature: true },
  preferences: { company: "", topics: [] },
};

/** How a workspace sends; with `lock` nobody else changes it before the transaction ends. */
export async function readChannels(db: Db, keys: Keys, workspaceId: string, { lock = false } = {}): Promise<Channels> {
  const { rows } = await sql<{ settings: StoredChannels; secrets: Buffer | null }>`
    SELECT settings, secrets FROM message_channels WHERE workspace_id = ${workspaceId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(db);
  const [row] = rows;
  if (!row) return { settings: defaultChannels, secrets: {}, unreadable: false };
  const opened = row.secrets === null ? "{}" : keys.open(workspaceId, row.secrets);
  return {
    settings: { ...defaultChannels, ...row.settings, email: { ...defaultChannels.email, ...row.settings.email } },
    secrets: opened === null ? {} : (JSON.parse(opened) as ChannelSecrets),
    unreadable: opened === null,
  };
}

export async function writeChannels(
  tx: Tx,
  keys: Keys,
  workspaceId: string,
  { settings, secrets }: Pick<Channels, "settings" | "secrets">,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  const sealed = keys.seal(workspaceId, JSON.stringify(secrets));
  await sql`
    INSERT INTO message_channels (workspace_id, settings, secrets, updated_at, updated_by)
    VALUES (${workspaceId}, ${JSON.stringify(settings)}, ${sealed}, ${at}, ${by})
    ON CONFLICT (workspace_id) DO UPDATE SET settings = excluded.settings, secrets = excluded.secrets, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
    tx,
  );
}
