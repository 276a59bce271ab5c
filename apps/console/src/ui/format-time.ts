const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Making a formatter costs a hundred times what using one does; a timeline formats thousands of times.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${timeZone}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  formatters.set(key, known);
  return known;
}

/** “just now”, “4 min ago”, “3 h ago”, “2 d ago”, then the date. `now` and the time are instants. */
export function formatAgo(at: Date, now: Date, timeZone: string): string {
  const elapsed = now.getTime() - at.getTime();
  if (elapsed < -minute) return formatDateTime(at, timeZone);
  if (elapsed < 5 * second) return "just now";
  if (elapsed < minute) return `${Math.floor(elapsed / second)} s ago`;
  if (elapsed < hour) return `${Math.floor(elapsed / minute)} min ago`;
  if (elapsed < day) return `${Math.floor(elapsed / hour)} h ago`;
  if (elapsed < 14 * day) return `${Math.floor(elapsed / day)} d ago`;
  return formatDate(at, timeZone);
}

/** “21 Nov 2025”. */
export function formatDate(at: Date, timeZone: string): string {
  return formatter("date", timeZone, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** “21 Nov 2025, 14:05:09”. */
export function formatDateTime(at: Date, timeZone: string): string {
  return formatter("moment", timeZone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
}

/** “14:05”. */
export function formatClock(at: Date, timeZone: string): string {
  return formatter("clock", timeZone, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** A duration in its two largest units: “48 s”, “2 min 5 s”, “3 h 20 min”, “2 d 4 h”. */
export function formatDuration(milliseconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(milliseconds / day), "d"],
    [Math.floor((milliseconds % day) / hour), "h"],
    [Math.floor((milliseconds % hour) / minute), "min"],
    [Math.floor((milliseconds % minute) / second), "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return milliseconds < 1 ? "0 s" : `${Math.round(milliseconds)} ms`;
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** A day of an address (`2026-03-10`) as a label says it: “10 Mar 2026”; as it is when it is none. */
export const formatDay = (day: string): string => (Number.isNaN(Date.parse(day)) ? day : formatDate(new Date(`${day}T00:00:00Z`), "UTC"));
