/** `de_at` → `de-AT`; null when it is no language. */
export function toLocale(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const [language = "", ...rest] = value.trim().split(/[-_.]/);
  if (!/^[a-z]{2,3}$/i.test(language)) return null;
  const parts = rest.filter((part) => /^[A-Za-z0-9]{2,8}$/.test(part)).map((part) => (part.length === 2 ? part.toUpperCase() : part));
  return [language.toLowerCase(), ...parts].join("-");
}

/** The language that is taken of those that are there: the wanted one, else the same language without or with another region, else the fallback. */
export function chooseLocale(wanted: string | null, available: readonly string[], fallback: string): string {
  if (wanted === null) return fallback;
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const language = (wanted.split("-", 1)[0] as string).toLowerCase();
  return (
    available.find((locale) => same(locale, wanted)) ??
    available.find((locale) => same(locale, language)) ??
    (fallback.toLowerCase().startsWith(`${language}-`)
      ? fallback
      : available.find((locale) => locale.toLowerCase().startsWith(`${language}-`))) ??
    fallback
  );
}
