import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { inboundProviders, type ChannelSettings, type ChannelsUpdate } from "@throughline/contract";
import { useState } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { NewSecret } from "./new-secret.tsx";
import { SecretField } from "./secret-field.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

type Email = ChannelSettings["email"];
const noSmtp = { host: "", port: 587, secure: false, requireTls: true, user: null as string | null };
const noDkim = { domain: "", selector: "" };

/** What the form holds: as it is told, with the secrets that are typed. */
const startOf = ({ from, fromName, replyTo, smtp, dkim, inbound }: Email) => ({
  from: from ?? "",
  fromName,
  replyTo: replyTo ?? "",
  ownServer: smtp !== null,
  smtp: smtp === null ? noSmtp : { host: smtp.host, port: smtp.port, secure: smtp.secure, requireTls: smtp.requireTls, user: smtp.user },
  password: "",
  signs: dkim !== null,
  dkim: dkim === null ? noDkim : { domain: dkim.domain, selector: dkim.selector },
  privateKey: "",
  provider: inbound?.provider ?? null,
  inboundSecret: "",
});

/** Mail: who it is from, the server that takes it, its signature, and how we are told of what came back. */
export function EmailCard({ settings, disabled }: { settings: Email; disabled: boolean }) {
  const start = startOf(settings);
  const [form, setForm] = useState(start);
  const saving = useChannelsSaving(({ email }) => setForm(startOf(email)));
  const set = (changes: Partial<typeof start>) => setForm({ ...form, ...changes });
  // A password goes to the server and the user that it was given for, and to no other.
  const keepsPassword =
    settings.smtp?.hasPassword === true && settings.smtp.host === form.smtp.host && settings.smtp.user === form.smtp.user;
  const setSmtp = (changes: Partial<typeof form.smtp>) => set({ smtp: { ...form.smtp, ...changes } });
  const save = () => {
    const email: ChannelsUpdate["email"] = {
      from: form.from.trim() || null,
      fromName: form.fromName.trim(),
      replyTo: form.replyTo.trim() || null,
      smtp: form.ownServer
        ? { ...form.smtp, user: form.smtp.user || null, ...(form.password === "" ? {} : { password: form.password }) }
        : null,
      dkim: form.signs ? { ...form.dkim, ...(form.privateKey === "" ? {} : { privateKey: form.privateKey }) } : null,
      inbound:
        form.provider === null ? null : { provider: form.provider, ...(form.inboundSecret === "" ? {} : { secret: form.inboundSecret }) },
    };
    saving.save({ email });
  };
  return (
    <ChannelCard
      title="E-mail"
      state={settings}
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={save}
    >
      <div className={classes.pair}>
        <TextInput
          label="From"
          placeholder={settings.server?.from ?? "hello@your-domain.example"}
          disabled={disabled}
          error={saving.errorAt("email.from")}
          value={form.from}
          onChange={(event) => set({ from: event.currentTarget.value })}
        />
        <TextInput
          label="Name of the sender"
          placeholder="none"
          disabled={disabled}
          error={saving.errorAt("email.fromName")}
          value={form.fromName}
          onChange={(event) => set({ fromName: event.currentTarget.value })}
        />
      </div>
      <TextInput
        label="Answers go to"
        placeholder="to the sender"
        disabled={disabled}
        error={saving.errorAt("email.replyTo")}
        value={form.replyTo}
        onChange={(event) => set({ replyTo: event.currentTarget.value })}
      />
      <Switch
        label="A mail server of its own (SMTP)"
        description={
          settings.server
            ? `Otherwise the server’s own settings are used (${settings.server.from})`
            : "The server has no mail settings to fall back on"
        }
        checked={form.ownServer}
        disabled={disabled}
        onChange={(event) => set({ ownServer: event.currentTarget.checked })}
      />
      {form.ownServer ? (
        <>
          <div className={classes.pair}>
            <TextInput
              label="Host"
              disabled={disabled}
              error={saving.errorAt("email.smtp.host")}
              value={form.smtp.host}
              onChange={(event) => setSmtp({ host: event.currentTarget.value })}
            />
            <NumberInput
              label="Port"
              min={1}
              max={65_535}
              allowDecimal={false}
              disabled={disabled}
              error={saving.errorAt("email.smtp.port")}
              value={form.smtp.port}
              onChange={(port) => typeof port === "number" && setSmtp({ port })}
            />
            <TextInput
              label="User"
              placeholder="none"
              autoComplete="off"
              disabled={disabled}
              error={saving.errorAt("email.smtp.user")}
              value={form.smtp.user ?? ""}
              onChange={(event) => setSmtp({ user: event.currentTarget.value || null })}
            />
            <SecretField
              label="Password"
              has={keepsPassword}
              disabled={disabled}
              error={saving.errorAt("email.smtp.password")}
              value={form.password}
              onChange={(password) => set({ password })}
            />
          </div>
          <Switch
            label="TLS from the first byte (port 465)"
            checked={form.smtp.secure}
            disabled={disabled}
            onChange={(event) => setSmtp({ secure: event.currentTarget.checked })}
          />
          <Switch
            label="Refuse to send without TLS"
            checked={form.smtp.requireTls}
            disabled={disabled || form.smtp.secure}
            onChange={(event) => setSmtp({ requireTls: event.currentTarget.checked })}
          />
        </>
      ) : null}
      <Switch
        label="Sign it (DKIM)"
        checked={form.signs}
        disabled={disabled}
        onChange={(event) => set({ signs: event.currentTarget.checked })}
      />
      {form.signs ? (
        <>
          <div className={classes.pair}>
            <TextInput
              label="Domain"
              disabled={disabled}
              error={saving.errorAt("email.dkim.domain")}
              value={form.dkim.domain}
              onChange={(event) => set({ dkim: { ...form.dkim, domain: event.currentTarget.value } })}
            />
            <TextInput
              label="Selector"
              disabled={disabled}
              error={saving.errorAt("email.dkim.selector")}
              value={form.dkim.selector}
              onChange={(event) => set({ dkim: { ...form.dkim, selector: event.currentTarget.value } })}
            />
          </div>
          <SecretField
            label="Private key (PEM)"
            lines
            has={settings.dkim?.hasKey ?? false}
            disabled={disabled}
            error={saving.errorAt("email.dkim.privateKey")}
            value={form.privateKey}
            onChange={(privateKey) => set({ privateKey })}
          />
        </>
      ) : null}
      <Select
        label="Who tells us of mail that came back"
        placeholder="Nobody"
        clearable
        disabled={disabled}
        data={inboundProviders.map((value) => ({ value, label: providerNames[value] }))}
        value={form.provider}
        onChange={(value) => set({ provider: inboundProviders.find((one) => one === value) ?? null })}
      />
      {form.provider !== null && form.provider !== "throughline" ? (
        <SecretField
          label="Their signing secret or public key"
          lines
          has={settings.inbound?.provider === form.provider && settings.inbound.hasSecret}
          disabled={disabled}
          error={saving.errorAt("email.inbound.secret")}
          value={form.inboundSecret}
          onChange={(inboundSecret) => set({ inboundSecret })}
        />
      ) : null}
      {form.provider === "throughline" && !disabled ? (
        settings.inbound?.provider === "throughline" ? (
          <div className={classes.actions}>
            <NewSecret of="inbound" has={settings.inbound.hasSecret} />
          </div>
        ) : (
          <p className="dim small">We make the secret that they sign with, once this is saved.</p>
        )
      ) : null}
      {settings.inbound ? (
        <p className={`${classes.secret} small`}>
          <span className="dim">To be called by them:</span>
          <code className={classes.breaking}>{settings.inbound.url}</code>
          <CopyButton value={settings.inbound.url} what="the address" />
        </p>
      ) : null}
    </ChannelCard>
  );
}

const providerNames: Record<(typeof inboundProviders)[number], string> = {
  throughline: "Our own form (standard webhooks)",
  resend: "Resend",
  mailgun: "Mailgun",
  sendgrid: "SendGrid",
};
