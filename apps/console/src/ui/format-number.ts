const integer = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 12345 → “12,345”. */
export function formatCount(value: number): string {
  return integer.format(value);
}

/** 12345 → “12.3K”, for places without room. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** 0.418 → “42 %”, 0.076 → “7.6 %”; what would round to nothing is “< 0.1 %”. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  // What is not quite all is not all.
  if (share >= 0.995 && share < 1) return share > 0.999 ? "> 99.9 %" : `${(share * 100).toFixed(1)} %`;
  return `${(share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`;
}

/** Bytes in the unit that reads best: “1.4 MB” (decimal units). */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[step]}`;
}

/** “1 person”, “3 people”. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A change against before: “▲ 12 %”, “no change”, “new” when there was nothing before; null when both are nothing. */
export function formatChange(now: number, before: number): string | null {
  if (now === before) return now === 0 ? null : "no change";
  if (before === 0) return "new";
  const share = (now - before) / before;
  const percent = Math.abs(share) * 100;
  return `${share > 0 ? "▲" : "▼"} ${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}
