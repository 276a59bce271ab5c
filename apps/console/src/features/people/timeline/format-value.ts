const plainNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 6, useGrouping: false });
const groupedNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });

/** A property or trait in words, short: numbers with separators, yes and no, ISO times as they are, structures as JSON. */
export function formatValue(value: unknown, longest = 80): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return (Math.abs(value) >= 10_000 ? groupedNumber : plainNumber).format(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** “lastName” → “last name”, “vat_number” → “vat number”. */
export function humanName(name: string): string {
  return name
    .replace(/[_\s-]+/g, " ")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .trim();
}
