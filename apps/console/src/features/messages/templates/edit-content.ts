import type { TemplateContent } from "@throughline/contract";

type Locales<C extends TemplateContent> = C["locales"];

/** What a template says in one language; the fallback's where that language is not there. */
export function partOf<C extends TemplateContent>(content: C, locale: string): Locales<C>[string] {
  const locales: Locales<C> = content.locales;
  return (locales[locale] ?? locales[content.fallback]) as Locales<C>[string];
}

/** The content with changes of one language. */
export function withPart<C extends TemplateContent>(content: C, locale: string, changes: Partial<Locales<C>[string]>): C {
  return { ...content, locales: { ...content.locales, [locale]: { ...partOf(content, locale), ...changes } } };
}

/** The content in one more language, which begins with what the fallback says. */
export function withLocale<C extends TemplateContent>(content: C, locale: string): C {
  return Object.hasOwn(content.locales, locale) ? content : withPart(content, locale, {});
}

/** The content without a language; the fallback stays. */
export function withoutLocale<C extends TemplateContent>(content: C, locale: string): C {
  if (locale === content.fallback) return content;
  const { [locale]: _, ...locales } = content.locales as Record<string, unknown>;
  return { ...content, locales } as C;
}

/** The languages, the fallback first. */
export const localesOf = ({ fallback, locales }: TemplateContent): string[] => [
  fallback,
  ...Object.keys(locales)
    .filter((locale) => locale !== fallback)
    .toSorted(),
];

/** What is written as a language: `pt-br` → `pt-BR`; null for what is none. */
export function asLocale(text: string): string | null {
  const [language = "", ...others] = text.trim().replaceAll("_", "-").split("-");
  const locale = [language.toLowerCase(), ...others.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join("-");
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : null;
}

/** A language in words: “German (de)”. */
export function localeName(locale: string): string {
  const name = new Intl.DisplayNames("en", { type: "language", fallback: "none" }).of(locale);
  return name === undefined ? locale : `${name} (${locale})`;
}
