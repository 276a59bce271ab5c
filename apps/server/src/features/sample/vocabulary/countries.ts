export type Culture =
  | "english"
  | "german"
  | "french"
  | "spanish"
  | "italian"
  | "dutch"
  | "nordic"
  | "polish"
  | "portuguese"
  | "indian"
  | "japanese"
  | "chinese"
  | "arabic"
  | "nigerian"
  | "turkish";

export type Language = "en" | "de" | "fr" | "es";

export interface Country {
  readonly code: string;
  readonly timezones: readonly string[];
  readonly locale: string;
  /** The language in which people there write to support. */
  readonly language: Language;
  readonly currency: string;
  readonly culture: Culture;
  readonly europeanUnion: boolean;
  readonly dialling: string;
}

const country = (
  code: string,
  timezones: string,
  locale: string,
  currency: string,
  culture: Culture,
  dialling: string,
  europeanUnion = false,
): Country => {
  const spoken = locale.slice(0, 2);
  const language = spoken === "de" || spoken === "fr" || spoken === "es" ? spoken : "en";
  return { code, timezones: timezones.split(" "), locale, language, currency, culture, europeanUnion, dialling };
};

/** Countries of customers with their share of accounts (weights). */
export const COUNTRIES: readonly (readonly [Country, number])[] = [
  [country("US", "America/New_York America/Chicago America/Denver America/Los_Angeles", "en-US", "USD", "english", "+1"), 26],
  [country("GB", "Europe/London", "en-GB", "GBP", "english", "+44"), 11],
  [country("DE", "Europe/Berlin", "de-DE", "EUR", "german", "+49", true), 14],
  [country("FR", "Europe/Paris", "fr-FR", "EUR", "french", "+33", true), 9],
  [country("ES", "Europe/Madrid", "es-ES", "EUR", "spanish", "+34", true), 7],
  [country("NL", "Europe/Amsterdam", "nl-NL", "EUR", "dutch", "+31", true), 6],
  [country("IT", "Europe/Rome", "it-IT", "EUR", "italian", "+39", true), 5],
  [country("SE", "Europe/Stockholm", "sv-SE", "SEK", "nordic", "+46", true), 3],
  [country("PL", "Europe/Warsaw", "pl-PL", "PLN", "polish", "+48", true), 3],
  [country("NO", "Europe/Oslo", "nb-NO", "NOK", "nordic", "+47"), 2],
  [country("CA", "America/Toronto", "en-CA", "CAD", "english", "+1"), 3],
  [country("MX", "America/Mexico_City", "es-MX", "MXN", "spanish", "+52"), 2],
  [country("BR", "America/Sao_Paulo", "pt-BR", "BRL", "portuguese", "+55"), 3],
  [country("IN", "Asia/Kolkata", "en-IN", "INR", "indian", "+91"), 4],
  [country("JP", "Asia/Tokyo", "ja-JP", "JPY", "japanese", "+81"), 2],
  [country("SG", "Asia/Singapore", "en-SG", "SGD", "chinese", "+65"), 2],
  [country("AU", "Australia/Sydney", "en-AU", "AUD", "english", "+61"), 3],
  [country("AE", "Asia/Dubai", "en-AE", "AED", "arabic", "+971"), 1],
  [country("NG", "Africa/Lagos", "en-NG", "NGN", "nigerian", "+234"), 1],
  [country("TR", "Europe/Istanbul", "tr-TR", "TRY", "turkish", "+90"), 1],
];

/** @throws when the code is not one of the sample's countries. */
export function countryByCode(code: string): Country {
  const found = COUNTRIES.find(([entry]) => entry.code === code);
  if (!found) throw new Error(`no such country in the sample: ${code}`);
  return found[0];
}
