import { randomUUID } from "node:crypto";
import { ProductError } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { readChannels } from "../channels/channels.store.ts";
import { noSuchTemplate, type MessagesDeps } from "../messages-deps.ts";
import type { Recipient } from "../render/load-recipients.ts";
import type { GiveMessage } from "../sending/give-message.ts";
import { renderFor, type PreviewDeps } from "./preview-template.ts";
import { findTemplate } from "./templates.store.ts";

export type TestDeps = PreviewDeps & Pick<MessagesDeps, "db"> & { give: GiveMessage };
export type TestInput = {
  key: string;
  to?: string | undefined;
  person?: string | undefined;
  locale?: string | undefined;
  context: Record<string, unknown>;
};

const nobody: Recipient = {
  personId: "0",
  name: null,
  email: null,
  phone: null,
  pushToken: null,
  locale: null,
  consents: [],
  scope: { person: {}, account: null },
};

/**
 * Sends the draft to whoever asks: e-mail to the address that they sign in with, and to no other. It is no touch: nobody's timeline and no log tells of it, nothing in it is counted, and its
 * links open nobody's preferences.
 */
export async function testTemplate(
  deps: TestDeps,
  access: Access,
  input: TestInput,
): Promise<{ state: "sent" | "failed" | "unknown"; to: string; reason: string | null }> {
  requirePermission(access, "flows:write");
  if (input.person !== undefined) requirePermission(access, "people:read");
  const { workspaceId } = access;
  const template = await findTemplate(deps.db, workspaceId, input.key);
  if (!template) throw noSuchTemplate(input.key);
  if (template.channel === "in_app")
    throw new ProductError("invalid_input", "A message of the inbox has no address: its preview shows what it says.");
  const { preview, recipient } = await renderFor(deps, workspaceId, input);
  if (!preview.rendered)
    throw new ProductError("invalid_input", "It cannot be rendered.", {
      issues: preview.issues
        .filter(({ severity }) => severity === "error")
        .map(({ field, message }) => ({ field: `draft.${field}`, message })),
    });
  const to =
    template.channel === "webhook"
      ? (input.to ?? preview.rendered.request?.url ?? "")
      : await ownAddress(deps, access, template.channel, input.to);
  const channels = await readChannels(deps.db, deps.keys, workspaceId);
  const { name, email } = { name: access.actor.name, email: to };
  const outcome = await deps.give({
    message: {
      id: randomUUID(),
      workspaceId,
      key: `test ${randomUUID()}`,
      touchId: null,
      profileId: "0",
      channel: template.channel,
      template: template.key,
      purpose: "transactional",
      topic: null,
      flow: null,
      step: null,
      context: input.context,
      state: "sending",
      attempts: 1,
      tries: 1,
      queuedAt: new Date(deps.now()),
      expiresAt: null,
      version: template.version,
      locale: preview.rendered.locale,
      subject: preview.rendered.subject,
    },
    // Of whom it is rendered for only what is in it: no address of theirs, and no consent to be tracked.
    recipient: { ...nobody, name, email, scope: recipient?.scope ?? nobody.scope },
    channels,
    rendered: {
      ...preview.rendered,
      subject: preview.rendered.subject === null ? null : `[Test] ${preview.rendered.subject}`,
      request: preview.rendered.request && { ...preview.rendered.request, url: to },
    },
    version: template.version ?? 0,
    address: to,
  });
  await deps.db
    .transaction()
    .execute((tx) => recordAudit(tx, access, { action: "template.test", subject: input.key, details: { to, state: outcome.state } }));
  return {
    state: outcome.state === "retry" || outcome.state === "misconfigured" ? "failed" : outcome.state,
    to,
    reason: "reason" in outcome ? outcome.reason : null,
  };
}

async function ownAddress({ db }: TestDeps, access: Access, channel: string, to: string | undefined): Promise<string> {
  if (channel === "email") {
    const { rows } =
      access.actor.kind === "user"
        ? await sql<{ email: string }>`SELECT email FROM auth_user WHERE id = ${access.actor.id}`.execute(db)
        : { rows: [] };
    if (rows[0]) return rows[0].email;
    throw new ProductError("invalid_input", "A test is sent to the address of whoever asks: sign in as a member.");
  }
  if (to !== undefined && to !== "") return to;
  throw new ProductError("invalid_input", "It is not said where the test is to go.", {
    issues: [
      { field: "to", message: "is missing", accepted: channel === "sms" ? "a phone number such as +15551234567" : "a device's token" },
    ],
  });
}
