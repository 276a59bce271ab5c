import { z } from "zod";
import { localeSchema } from "./template.ts";

const text = (longest: number) => z.string().trim().min(1, "must not be empty").max(longest);
const address = z.email().max(320);
/** Given to be kept, never told. Not given: stays as it is. */
const secret = (longest: number) => z.string().min(1).max(longest).optional();
const host = text(255).regex(/^[A-Za-z0-9.:_-]+$/, "a host name or an address");
const port = z.number().int().min(1).max(65_535);

/** Who tells of mail that came back: each has its own form and signature. `throughline` is the form of docs/messages.md, signed as standardwebhooks.com says. */
export const inboundProviders = ["throughline", "resend", "mailgun", "sendgrid"] as const;
export const inboundProviderSchema = z.enum(inboundProviders);
export type InboundProvider = z.infer<typeof inboundProviderSchema>;

const smtp = {
  host,
  port,
  secure: z.boolean().describe("TLS from the first byte (465); else STARTTLS where it is offered"),
  requireTls: z.boolean(),
  user: text(320).nullable(),
};
const dkim = { domain: text(253), selector: text(63) };
const tracking = {
  clicks: z.enum(["never", "consented", "unless_refused"]),
  opens: z.enum(["never", "consented", "unless_refused"]),
  purpose: text(64).describe("The purpose of consent that is asked"),
};
export const trackingSchema = z.strictObject(tracking);
const said = { name: text(100), description: z.string().trim().max(500).default("") };
const topic = z.strictObject({
  key: text(64),
  ...said,
  locales: z.record(localeSchema, z.strictObject(said)).optional().describe("The same in other languages, where they differ"),
});
const preferences = {
  company: z.string().trim().max(200).describe("The name that the preference centre shows; empty: the workspace's"),
  topics: z.array(topic).max(50).describe("What people may choose among in the preference centre"),
};

/** As it is told. `ready` says whether messages can be sent, `problem` what is missing. */
const state = { ready: z.boolean(), problem: z.string().nullable() };
export const channelSettingsSchema = z.object({
  email: z.object({
    ...state,
    from: z.string().nullable(),
    fromName: z.string(),
    replyTo: z.string().nullable(),
    smtp: z
      .object({ ...smtp, hasPassword: z.boolean() })
      .nullable()
      .describe("null: the server's mail settings"),
    server: z.object({ from: z.string() }).nullable().describe("The server's mail settings, where it has any"),
    dkim: z.object({ ...dkim, hasKey: z.boolean() }).nullable(),
    tracking: trackingSchema,
    inbound: z
      .object({ provider: inboundProviderSchema, url: z.string().describe("To be called by the provider"), hasSecret: z.boolean() })
      .nullable()
      .describe("How we are told of bounces and complaints"),
  }),
  sms: z.object({
    ...state,
    provider: z.object({ kind: z.literal("twilio"), accountSid: z.string(), from: z.string(), hasToken: z.boolean() }).nullable(),
  }),
  push: z.object({
    ...state,
    provider: z.object({ kind: z.literal("fcm"), projectId: z.string(), clientEmail: z.string(), hasKey: z.boolean() }).nullable(),
  }),
  inbox: z.object({
    ...state,
    hasSecret: z.boolean(),
    requireSignature: z.boolean().describe("Who names a user id must prove it. Without a secret a user id alone opens nothing"),
  }),
  webhook: z.object({ ...state, hasSecret: z.boolean() }),
  preferences: z.object({
    ...preferences,
    address: z.string().describe("The page; each message leads there with a link of the person's own"),
    languages: z.array(z.string()).describe("Which the page speaks"),
  }),
});
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

/** Parts that are not there stay as they are; null takes one away. */
export const channelsUpdateSchema = z
  .strictObject({
    email: z
      .strictObject({
        from: address.nullable(),
        fromName: z
          .string()
          .trim()
          .max(200)
          .regex(/^[^\r\n]*$/),
        replyTo: address.nullable(),
        smtp: z.strictObject({ ...smtp, requireTls: smtp.requireTls.default(false), password: secret(1000) }).nullable(),
        dkim: z.strictObject({ ...dkim, privateKey: secret(10_000) }).nullable(),
        tracking: trackingSchema,
        inbound: z
          .strictObject({ provider: inboundProviderSchema, secret: secret(10_000).describe("The provider's signing secret or public key") })
          .nullable(),
      })
      .partial(),
    sms: z
      .strictObject({ kind: z.literal("twilio"), accountSid: text(64).regex(/^[A-Za-z0-9]+$/), from: text(64), token: secret(200) })
      .nullable(),
    push: z
      .strictObject({
        kind: z.literal("fcm"),
        projectId: text(100).regex(/^[a-z0-9-]+$/),
        clientEmail: address,
        privateKey: secret(10_000),
      })
      .nullable(),
    inbox: z.strictObject({ requireSignature: z.boolean() }),
    preferences: z.strictObject(preferences),
  })
  .partial();
export type ChannelsUpdate = z.infer<typeof channelsUpdateSchema>;
