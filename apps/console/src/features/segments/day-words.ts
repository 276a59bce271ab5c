const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `2026-03-09` → “9 Mar”. */
export const dayWords = (day: string): string => format.format(new Date(`${day}T00:00:00Z`));
