import type { ChannelSettings } from "@throughline/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { useSession } from "../../../app/session.ts";
import { whyNot } from "../../../app/who-may.ts";
import { Page } from "../../../ui/page.tsx";
import { EmailCard } from "./email-card.tsx";
import { InboxCard, WebhookCard } from "./own-cards.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import { PushCard, SmsCard } from "./provider-cards.tsx";
import { TrackingCard } from "./tracking-card.tsx";

/** How messages leave the house. Secrets are given and kept, never shown. */
export function ChannelsPage() {
  const { data } = useSuspenseQuery(api.messages.channels.queryOptions());
  const { permissions, role } = useSession();
  const disabled = !permissions.includes("workspace:write");
  return (
    <Page title="Channels" description={`${sayReady(data)}${disabled ? ` ${whyNot("workspace:write", role)}` : ""}`} width="narrow">
      <EmailCard settings={data.email} disabled={disabled} />
      <TrackingCard settings={data.email} disabled={disabled} />
      <SmsCard settings={data.sms} disabled={disabled} />
      <PushCard settings={data.push} disabled={disabled} />
      <InboxCard settings={data.inbox} disabled={disabled} />
      <WebhookCard settings={data.webhook} disabled={disabled} />
      <PreferencesCard settings={data.preferences} disabled={disabled} />
    </Page>
  );
}

const names = { email: "E-mail", sms: "SMS", push: "Push", inbox: "The in-app inbox", webhook: "Webhooks" } as const;

/** “E-mail and Webhooks can be sent.” */
function sayReady(settings: ChannelSettings): string {
  const ready = (Object.keys(names) as (keyof typeof names)[]).filter((name) => settings[name].ready).map((name) => names[name]);
  if (ready.length === 0) return "No channel can send yet.";
  return `Ready to send: ${ready.join(", ")}.`;
}
