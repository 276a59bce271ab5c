import { flowDefinitionSchema, templateContentSchema, type FlowDefinition, type TemplateContent } from "@throughline/contract";
import type { z } from "zod";

export type ReadyTemplate = { key: string; name: string; description: string; content: TemplateContent };

/** What a ready flow speaks of. Traits are named `person.role`, `account.tier`. */
export type Needs = { events: string[]; traits: string[]; stages: { journey: string; stage: string }[] };

/** A flow that is ready to be used and changed, with the templates that its messages send. */
export type ReadyFlow = {
  key: string;
  name: string;
  description: string;
  needs: Needs;
  templates: ReadyTemplate[];
  definition: FlowDefinition;
};

type Written = Omit<ReadyFlow, "definition" | "needs"> & { needs: Partial<Needs>; definition: z.input<typeof flowDefinitionSchema> };

/** @throws ZodError for a definition that is none: at the start, not when somebody asks for it. */
export const readyFlow = ({ needs, definition, ...written }: Written): ReadyFlow => ({
  ...written,
  needs: { events: [], traits: [], stages: [], ...needs },
  definition: flowDefinitionSchema.parse(definition),
});

export const days = (value: number) => ({ value, unit: "day" }) as const;
export const hours = (value: number) => ({ value, unit: "hour" }) as const;

type MailText = {
  subject: string;
  preheader: string;
  hello: string;
  paragraphs: string[];
  action?: { label: string; url: string };
  leave: string;
};

const button = ({ label, url }: { label: string; url: string }): string =>
  `<mj-button href="${url}" background-color="#2f5bd0" border-radius="6px" align="left" padding="8px 0">${label}</mj-button>`;

const mjmlOf = ({ hello, paragraphs, action, leave }: MailText): string => `<mjml>
  <mj-head><mj-attributes><mj-all font-family="Inter, Arial, sans-serif" /><mj-text font-size="15px" line-height="1.55" color="#1c2330" padding="6px 0" /></mj-attributes></mj-head>
  <mj-body background-color="#f5f6f8" width="560px">
    <mj-section background-color="#ffffff" padding="28px 32px">
      <mj-column>
        <mj-text>${hello}</mj-text>
${paragraphs.map((paragraph) => `        <mj-text>${paragraph}</mj-text>`).join("\n")}
        ${action ? button(action) : ""}
      </mj-column>
    </mj-section>
    <mj-section padding="12px 32px">
      <mj-column><mj-text font-size="12px" color="#6b7484"><a href="{{ links.unsubscribe }}">${leave}</a></mj-text></mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

type MailTemplate = Omit<ReadyTemplate, "content"> & { en: Omit<MailText, "hello" | "leave">; de: Omit<MailText, "hello" | "leave"> };

const english = { hello: 'Hello {{ person.firstName | default: "there" }},', leave: "No more messages of this kind" };
const german = { hello: 'Hallo {{ person.firstName | default: "zusammen" }},', leave: "Keine Nachrichten dieser Art mehr" };

/** An e-mail in English and German. Texts are Liquid. */
export function mail({ en, de, ...named }: MailTemplate): ReadyTemplate {
  const partOf = (text: MailText) => ({ subject: text.subject, preheader: text.preheader, mjml: mjmlOf(text) });
  const locales = { en: partOf({ ...en, ...english }), de: partOf({ ...de, ...german }) };
  return { ...named, content: templateContentSchema.parse({ channel: "email", fallback: "en", locales }) };
}

/** An entry of the in-app inbox in English and German. */
export function inApp({
  en,
  de,
  ...named
}: Omit<ReadyTemplate, "content"> &
  Record<"en" | "de", { title: string; text: string; url?: string; actionLabel?: string }>): ReadyTemplate {
  return { ...named, content: templateContentSchema.parse({ channel: "in_app", fallback: "en", locales: { en, de } }) };
}
