import { chooseLocale, toLocale } from "../render/locale.ts";

/** What the pages behind the links of a message say, and what is added at the end of a mail. `{company}`, `{topic}`, `{email}` and `{date}` stand for what they name. */
export type PageWords = {
  /** What the language calls itself. */
  name: string;
  direction: "ltr" | "rtl";
  choose: { title: string; forWhom: string; always: string; topics: string; kinds: string; saved: string; save: string; none: string };
  /** When somebody answered: yes, and no. */
  answered: { yes: string; no: string };
  leave: { title: string; heading: string; what: string; button: string; instead: string };
  left: { title: string; what: string };
  broken: { title: string; what: string };
  /** What a message without a topic is about. */
  optional: string;
  language: string;
  /** Classes of messages, and counting, as purposes of consent. */
  purposes: Record<"marketing" | "service" | "surveys" | "tracking", { name: string; description: string }>;
  /** The line at the end of a mail whose template has no such links. */
  footer: { choose: string; leave: string };
};

const en: PageWords = {
  name: "English",
  direction: "ltr",
  choose: {
    title: "What you get from {company}",
    forWhom: "For {email}.",
    always: "What you need to use the product (receipts, security, answers to you) is sent in any case.",
    topics: "Topics",
    kinds: "Kinds of message",
    saved: "Saved. This holds from now on.",
    save: "Save",
    none: "Unsubscribe from everything",
  },
  answered: { yes: "You said yes on {date}.", no: "You said no on {date}." },
  leave: {
    title: "Unsubscribe from {company}",
    heading: "Unsubscribe",
    what: "You will get no more messages from {company} about {topic}.",
    button: "Unsubscribe",
    instead: "Choose what you get instead",
  },
  left: { title: "You are unsubscribed", what: "{company} sends you no more messages about {topic}." },
  broken: {
    title: "This link does not work",
    what: "It is not complete, or what it was about has been deleted. Open it from the message again, or write to whoever sent it.",
  },
  optional: "anything that is optional",
  language: "Language",
  purposes: {
    marketing: { name: "News and offers", description: "" },
    service: { name: "Help with what you are doing", description: "Tips and reminders for what you have begun." },
    surveys: { name: "Questions", description: "Now and then, how it went." },
    tracking: { name: "Counting opens and clicks", description: "Helps to send less of what nobody reads." },
  },
  footer: { choose: "Choose what you get", leave: "Unsubscribe" },
};

const de: PageWords = {
  name: "Deutsch",
  direction: "ltr",
  choose: {
    title: "Was Sie von {company} erhalten",
    forWhom: "Für {email}.",
    always: "Was Sie brauchen, um das Produkt zu nutzen (Belege, Sicherheit, Antworten an Sie), wird auf jeden Fall gesendet.",
    topics: "Themen",
    kinds: "Arten von Nachrichten",
    saved: "Gespeichert. Das gilt ab jetzt.",
    save: "Speichern",
    none: "Alles abbestellen",
  },
  answered: { yes: "Sie haben am {date} zugestimmt.", no: "Sie haben am {date} abgelehnt." },
  leave: {
    title: "Nachrichten von {company} abbestellen",
    heading: "Abbestellen",
    what: "Sie erhalten von {company} keine Nachrichten mehr zu: {topic}.",
    button: "Abbestellen",
    instead: "Stattdessen auswählen, was Sie erhalten",
  },
  left: { title: "Sie haben abbestellt", what: "{company} sendet Ihnen keine Nachrichten mehr zu: {topic}." },
  broken: {
    title: "Dieser Link funktioniert nicht",
    what: "Er ist nicht vollständig, oder worum es ging, wurde gelöscht. Öffnen Sie ihn noch einmal aus der Nachricht, oder schreiben Sie an den Absender.",
  },
  optional: "alles, was freiwillig ist",
  language: "Sprache",
  purposes: {
    marketing: { name: "Neuigkeiten und Angebote", description: "" },
    service: { name: "Hilfe bei dem, was Sie gerade tun", description: "Hinweise und Erinnerungen zu dem, was Sie begonnen haben." },
    surveys: { name: "Fragen", description: "Hin und wieder, wie es gelaufen ist." },
    tracking: { name: "Zählen von Öffnungen und Klicks", description: "Hilft, weniger von dem zu senden, was niemand liest." },
  },
  footer: { choose: "Auswählen, was Sie erhalten", leave: "Abbestellen" },
};

/** To add a language, add its words above and its line here. The first is taken where no other is known. */
export const pageLanguages = { en, de } satisfies Record<string, PageWords>;
export type PageLanguage = keyof typeof pageLanguages;
const known = Object.keys(pageLanguages) as PageLanguage[];
const fallback: PageLanguage = "en";

/** In which language a page is, and by which locale its dates are written. */
export type Spoken = { language: PageLanguage; locale: string; words: PageWords };

/** The first of the wanted locales whose language we have words in (`de_AT`: German, with Austria's dates), else English. What is no locale is passed over. */
export function speak(wanted: readonly (string | null | undefined)[]): Spoken {
  for (const one of wanted) {
    const locale = toLocale(one);
    if (locale === null) continue;
    const language = known.find((name) => name === chooseLocale(locale, known, ""));
    if (language) return { language, locale: isLocale(locale) ? locale : language, words: pageLanguages[language] };
  }
  return { language: fallback, locale: fallback, words: pageLanguages[fallback] };
}

/** The locales of an `Accept-Language` header, the most wanted first; those that are refused (`q=0`) are not among them. */
export function acceptedLocales(header: string | undefined): string[] {
  return (header ?? "")
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [locale = "", ...parameters] = part.split(";").map((text) => text.trim());
      const quality = parameters.find((one) => one.startsWith("q="))?.slice(2);
      return { locale, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ locale, quality }) => locale !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ locale }) => locale);
}

function isLocale(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
