import { z } from "zod";
import { touchPurposeSchema } from "../arbiter/touch.ts";
import { messageChannelSchema, stepIdSchema } from "../flow/steps.ts";
import { templateContentSchema, templateKeySchema, localeSchema } from "../message/template.ts";
import { channelSettingsSchema, channelsUpdateSchema } from "../message/channels.ts";
import { isoMoment, pageInput, pageOf, personId, route, uuid } from "./base.ts";

const tags = ["Messages"];
const name = z.string().trim().min(1, "must not be empty").max(200);
const description = z.string().trim().max(2000);
const one = z.object({ key: templateKeySchema });
const revision = z.coerce
  .number()
  .int()
  .optional()
  .describe("The revision that was edited: answers `conflict` when somebody changed it since");

/** A variable that a template reads. `guarded`: it has a default, or stands in a condition. */
export const templateVariableSchema = z.object({
  path: z.string().describe("Such as person.firstName or event.properties.plan"),
  guarded: z.boolean(),
});

export const templateIssueSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.enum(["syntax", "mjml", "missing_variable", "missing_unsubscribe", "empty", "too_long", "invalid_json", "unknown_variable"]),
  field: z.string().describe("Such as locales.en.subject"),
  line: z.number().int().nullable(),
  message: z.string(),
});
export type TemplateIssue = z.infer<typeof templateIssueSchema>;

export const templateSummarySchema = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  channel: messageChannelSchema,
  locales: z.array(z.string()).describe("Of the draft, the fallback first"),
  version: z.number().int().nullable().describe("The published one; what has none cannot be sent"),
  hasChanges: z.boolean().describe("The draft differs from what is published"),
  sent: z.number().int().describe("In the last 28 days"),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type TemplateSummary = z.infer<typeof templateSummarySchema>;

export const templateSchema = templateSummarySchema.extend({
  draft: templateContentSchema,
  published: templateContentSchema.nullable(),
  revision: z.number().int().describe("Of the draft; grows with each change"),
  variables: z.array(templateVariableSchema).describe("What the draft reads, in any language"),
  issues: z.array(templateIssueSchema).describe("Of the draft. An error keeps it from being published"),
});
export type Template = z.infer<typeof templateSchema>;

export const templateVersionSchema = z.object({
  version: z.number().int(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  content: templateContentSchema,
});
export type TemplateVersion = z.infer<typeof templateVersionSchema>;

/** What one person would get. Of the parts those of the channel are there. */
export const renderedMessageSchema = z.object({
  channel: messageChannelSchema,
  locale: z.string().describe("The one that was taken"),
  subject: z.string().nullable(),
  preheader: z.string().nullable(),
  html: z.string().nullable().describe("A whole document, to be shown in a sandboxed frame"),
  text: z.string().nullable(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  actionLabel: z.string().nullable(),
  image: z.string().nullable(),
  request: z
    .object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.string().nullable() })
    .nullable()
    .describe("Of the webhook channel"),
});
export type RenderedMessage = z.infer<typeof renderedMessageSchema>;

export const templatePreviewSchema = z.object({
  rendered: renderedMessageSchema.nullable().describe("null when it cannot be rendered: the issues say why"),
  issues: z.array(templateIssueSchema),
  variables: z
    .array(templateVariableSchema.extend({ value: z.unknown(), missing: z.boolean() }))
    .describe("What the template reads and what it finds for this person"),
});
export type TemplatePreview = z.infer<typeof templatePreviewSchema>;

/**
 * `queued`: waits for its turn, or for the next try. `sending`: given to the provider, no answer yet. `unknown`: it was given to the provider and nobody knows whether it was taken: never sent again
 * by itself. `failed`: it was not taken and is not tried again.
 */
export const messageStates = ["queued", "sending", "sent", "failed", "unknown", "cancelled"] as const;
export const messageStateSchema = z.enum(messageStates);
export type MessageState = z.infer<typeof messageStateSchema>;

export const messageSchema = z.object({
  id: uuid,
  key: z.string().describe("Given by who queued it: one message for each"),
  channel: messageChannelSchema,
  state: messageStateSchema,
  person: z.object({ id: personId, name: z.string().nullable(), email: z.string().nullable() }),
  to: z.string().nullable().describe("The address, once it was rendered"),
  subject: z.string().nullable().describe("Subject or title, once it was rendered"),
  template: z.string(),
  version: z.number().int().nullable(),
  locale: z.string().nullable(),
  purpose: touchPurposeSchema,
  topic: z.string().nullable(),
  flow: z.string().nullable(),
  flowName: z.string().nullable(),
  step: stepIdSchema.nullable(),
  stepName: z.string().nullable().describe("What that step is called"),
  touch: z.string().nullable(),
  attempts: z.number().int(),
  reason: z.string().nullable().describe("Why it failed, is unknown, or waits"),
  queuedAt: z.string(),
  nextAt: z.string().nullable().describe("When it is tried again"),
  sentAt: z.string().nullable(),
  settledBy: z.string().nullable().describe("Who settled or resent what was unknown"),
  deliveredAt: z.string().nullable(),
  openedAt: z.string().nullable().describe("In the inbox feed: seen"),
  clickedAt: z.string().nullable(),
  bouncedAt: z.string().nullable(),
  complainedAt: z.string().nullable(),
  unsubscribedAt: z.string().nullable(),
  dismissedAt: z.string().nullable(),
});
export type Message = z.infer<typeof messageSchema>;
export const messageDetailsSchema = messageSchema.extend({
  rendered: renderedMessageSchema.nullable().describe("What was sent"),
  providerId: z.string().nullable(),
  history: z.array(z.object({ at: z.string(), what: z.string(), note: z.string().nullable() })).describe("Oldest first"),
});
export type MessageDetails = z.infer<typeof messageDetailsSchema>;

const message = z.object({ id: uuid });
const asPerson = {
  person: personId.optional().describe("Rendered for them; without it with no person"),
  locale: localeSchema.optional().describe("Rather than the person's"),
  context: z.record(z.string(), z.unknown()).default({}).describe("What else the template reads, such as { event: { name, properties } }"),
};

export const messagesContract = {
  templates: route
    .route({ method: "GET", path: "/templates", summary: "List templates of messages", tags })
    .input(pageInput.extend({ search: z.string().max(200).optional(), channel: messageChannelSchema.optional() }))
    .output(pageOf(templateSummarySchema)),
  createTemplate: route
    .route({ method: "POST", path: "/templates", summary: "Make a template, as a draft", tags, successStatus: 201 })
    .input(
      z.strictObject({
        name,
        key: templateKeySchema.optional().describe("Made from the name where it is not given"),
        description: description.default(""),
        draft: templateContentSchema.optional().describe("Without it: a small example of the channel"),
        channel: messageChannelSchema.optional().describe("Where there is no draft; email unless told"),
        copyOf: templateKeySchema.optional().describe("Begin with the draft of this template"),
      }),
    )
    .output(templateSchema),
  template: route.route({ method: "GET", path: "/templates/{key}", summary: "Get a template", tags }).input(one).output(templateSchema),
  updateTemplate: route
    .route({ method: "PATCH", path: "/templates/{key}", summary: "Rename a template or change its draft", tags })
    .input(one.extend({ name: name.optional(), description: description.optional(), draft: templateContentSchema.optional(), revision }))
    .output(templateSchema),
  deleteTemplate: route
    .route({ method: "DELETE", path: "/templates/{key}", summary: "Delete a template; what was sent keeps what it said", tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  publishTemplate: route
    .route({ method: "POST", path: "/templates/{key}/publish", summary: "Publish the draft: from now on it is what is sent", tags })
    .input(one.extend({ revision }))
    .output(templateSchema),
  templateVersions: route
    .route({ method: "GET", path: "/templates/{key}/versions", summary: "The versions of a template, the latest first", tags })
    .input(one)
    .output(z.object({ items: z.array(templateVersionSchema) })),
  preview: route
    .route({
      method: "POST",
      path: "/templates/preview",
      summary: "Render content, a template's draft or a version as a person would get it",
      tags,
    })
    .input(
      z.strictObject({
        key: templateKeySchema.optional(),
        version: z.number().int().min(1).optional().describe("Of the template; its draft unless told"),
        content: templateContentSchema.optional().describe("What is being edited, rather than what is saved"),
        ...asPerson,
      }),
    )
    .output(templatePreviewSchema),
  test: route
    .route({
      method: "POST",
      path: "/templates/{key}/test",
      summary: "Send the draft to oneself. E-mail goes to the address of who asks; nothing is written on anybody's timeline",
      tags,
    })
    .input(
      one.extend({
        to: z
          .string()
          .trim()
          .max(2000)
          .optional()
          .describe("A number, a device token or an address to be called, for the channels that have no address of yours"),
        ...asPerson,
      }),
    )
    .output(z.object({ state: z.enum(["sent", "failed", "unknown"]), to: z.string(), reason: z.string().nullable() })),

  channels: route
    .route({ method: "GET", path: "/channels", summary: "How messages are sent; secrets are not told", tags })
    .output(channelSettingsSchema),
  setChannels: route
    .route({ method: "PUT", path: "/channels", summary: "Change how messages are sent; parts that are not named stay as they are", tags })
    .input(channelsUpdateSchema)
    .output(channelSettingsSchema),
  newSecret: route
    .route({
      method: "POST",
      path: "/channels/{of}/secret",
      summary: "Make a new secret; it is told this once, and the former one ends",
      tags,
    })
    .input(z.object({ of: z.enum(["webhook", "inbox", "inbound"]) }))
    .output(z.object({ secret: z.string() })),

  list: route
    .route({ method: "GET", path: "/messages", summary: "Messages, the latest first", tags })
    .input(
      pageInput.extend({
        search: z.string().trim().max(200).optional().describe("In subjects, addresses and names"),
        person: personId.optional(),
        flow: z.string().max(100).optional(),
        step: stepIdSchema.optional(),
        template: templateKeySchema.optional(),
        channel: messageChannelSchema.optional(),
        state: messageStateSchema.optional(),
        from: isoMoment.optional(),
        to: isoMoment.optional(),
      }),
    )
    .output(pageOf(messageSchema)),
  counts: route
    .route({
      method: "GET",
      path: "/messages/counts",
      summary: "How many messages are in which state; sent, failed and cancelled ones of the last 28 days",
      tags,
    })
    .input(z.object({ flow: z.string().max(100).optional() }))
    .output(z.object(Object.fromEntries(messageStates.map((state) => [state, z.number().int()])) as Record<MessageState, z.ZodNumber>)),
  get: route
    .route({ method: "GET", path: "/messages/{id}", summary: "A message with what was sent", tags })
    .input(message)
    .output(messageDetailsSchema),
  resend: route
    .route({ method: "POST", path: "/messages/{id}/resend", summary: "Send a message again that is unknown: they may get it twice", tags })
    .input(message.extend({ note: z.string().trim().max(500).optional() }))
    .output(messageDetailsSchema),
  settle: route
    .route({ method: "POST", path: "/messages/{id}/settle", summary: "Say what came of a message that is unknown", tags })
    .input(message.extend({ outcome: z.enum(["sent", "failed"]), note: z.string().trim().max(500).optional() }))
    .output(messageDetailsSchema),
  cancel: route
    .route({ method: "POST", path: "/messages/{id}/cancel", summary: "Cancel a message that was not given to the provider yet", tags })
    .input(message.extend({ note: z.string().trim().max(500).optional() }))
    .output(messageDetailsSchema),
};
