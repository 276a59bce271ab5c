import type { RenderedMessage, TemplateContent } from "@throughline/contract";
import { convert } from "html-to-text";
import { renderLiquid, TemplateFault, type LiquidMode } from "./liquid.ts";
import { chooseLocale } from "./locale.ts";

export type RenderInput = {
  content: TemplateContent;
  /** Of e-mail, by language. */
  compiled: Record<string, string>;
  /** The language of who gets it. */
  locale: string | null;
  scope: Record<string, unknown>;
};

const nothing = {
  subject: null,
  preheader: null,
  html: null,
  text: null,
  title: null,
  url: null,
  actionLabel: null,
  image: null,
  request: null,
};
/** Values are typed by anybody: nothing in them begins a new header. */
const oneLine = (text: string) => text.replaceAll(/[\r\n\t]+/g, " ").trim();

/**
 * A message as one person gets it.
 * @throws TemplateFault that begins with the name of the part
 */
export function renderContent({ content, compiled, locale: wanted, scope }: RenderInput): RenderedMessage {
  const locale = chooseLocale(wanted, Object.keys(content.locales), content.fallback);
  const render = (part: string, source: string, mode: LiquidMode = "text") => {
    try {
      return renderLiquid(source, mode, scope);
    } catch (error) {
      if (error instanceof TemplateFault) throw new TemplateFault(`${part} (${locale}): ${error.message}`, error.line);
      throw error;
    }
  };
  const line = (part: string, source: string) => oneLine(render(part, source));
  const base = { ...nothing, channel: content.channel, locale };
  switch (content.channel) {
    case "email": {
      const parts = content.locales[locale];
      const source = compiled[locale];
      if (!parts || source === undefined) throw new TemplateFault(`mjml (${locale}): was not compiled`);
      const preheader = line("preheader", parts.preheader);
      const html = withPreheader(spokenIn(locale, render("mjml", source, "html")), preheader);
      const text = parts.text === null ? toText(html) : render("text", parts.text);
      return { ...base, subject: line("subject", parts.subject), preheader, html, text };
    }
    case "sms": {
      const parts = content.locales[locale];
      return { ...base, text: render("text", parts?.text ?? "").trim() };
    }
    case "push":
    case "in_app": {
      const parts = content.locales[locale];
      if (!parts) throw new TemplateFault(`There is nothing in ${locale}.`);
      return {
        ...base,
        title: line("title", parts.title),
        text: render("text", parts.text).trim(),
        url: link("url", line("url", parts.url)),
        image: link("image", line("image", parts.image)),
        actionLabel: "actionLabel" in parts ? line("actionLabel", parts.actionLabel) || null : null,
      };
    }
    case "webhook": {
      const parts = content.locales[locale];
      if (!parts) throw new TemplateFault(`There is nothing in ${locale}.`);
      const body = parts.body === null ? null : json("body", render("body", parts.body, "json"));
      const headers = Object.fromEntries(
        Object.entries(parts.headers).map(([name, value]) => [name.toLowerCase(), line(`headers.${name}`, value)]),
      );
      return { ...base, request: { method: parts.method, url: line("url", parts.url), headers, body } };
    }
  }
}

/** What a tap leads to: an address of the web, or a path of the customer's own product. Nothing that runs. */
function link(part: string, text: string): string | null {
  if (text === "") return null;
  if (/^\/(?!\/)/.test(text)) return text;
  const protocol = URL.parse(text)?.protocol;
  if (protocol === undefined || ["javascript:", "data:", "vbscript:", "file:", "blob:"].includes(protocol))
    throw new TemplateFault(`${part}: ${JSON.stringify(text.slice(0, 100))} is not an address that may be opened`);
  return text;
}

function json(part: string, text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new TemplateFault(`${part}: gives no JSON: ${text.slice(0, 200)}`);
  }
}

/** MJML leaves the language open unless its author names one; who has it read aloud needs to know. */
const spokenIn = (locale: string, html: string): string => html.replace('<html lang="und"', `<html lang="${locale}"`);

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
/** Invisible, and first in the body: what mail programs show beside the subject. What follows it keeps them from showing the beginning of the text too. */
function withPreheader(html: string, preheader: string): string {
  if (preheader === "") return html;
  const hidden = `<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden">${escaped(preheader)}${"&#847;&zwnj;&nbsp;".repeat(40)}</div>`;
  return html.replace(/<body[^>]*>/, (body) => body + hidden);
}

/** The plain-text part, of the HTML: links in brackets behind their words, pictures by what stands in for them. */
const toText = (html: string): string =>
  convert(html.replace(/<div style="display:none;font-size:1px[^>]*>[\s\S]*?<\/div>/, ""), {
    wordwrap: 78,
    limits: { maxInputLength: 2_000_000, maxDepth: 200 },
    selectors: [
      { selector: "img", format: "skip" },
      { selector: "a", options: { hideLinkHrefIfSameAsText: true } },
      ...["h1", "h2", "h3"].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  }).trim();
