import type { Channel, Interaction, Kind } from "@throughline/contract";
import { addDays, startOfDate } from "./zoned-date.ts";

/** What narrows a timeline. `range` is the last N days as `7d`; `from` and `to` are dates, both included. */
export type TimelineFilter = { search?: string; kind?: Kind; channel?: Channel; name?: string; range?: string; from?: string; to?: string };

export const ranges: Record<string, string> = { "1d": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days", "90d": "Last 90 days" };

/** Instants as the API wants them: `from` included, `to` excluded. `nowMs` ends the relative ranges. */
export function boundsOf({ range, from, to }: TimelineFilter, nowMs: number, timeZone: string): { from?: string; to?: string } {
  const days = range === undefined ? null : /^(\d{1,4})d$/.exec(range)?.[1];
  if (days) return { from: new Date(nowMs - Number(days) * 86_400_000).toISOString() };
  return {
    ...(isDate(from) ? { from: startOfDate(from, timeZone) } : {}),
    ...(isDate(to) ? { to: startOfDate(addDays(to, 1), timeZone) } : {}),
  };
}

const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** True if something narrows the timeline. */
export function isNarrowed(filter: TimelineFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** Whether a new interaction belongs to a filtered timeline; the same rules as the server's. */
export function matchesFilter(interaction: Interaction, filter: TimelineFilter, bounds: { from?: string; to?: string }): boolean {
  const { kind, channel, name, search } = filter;
  if (kind !== undefined && interaction.kind !== kind) return false;
  if (channel !== undefined && interaction.channel !== channel) return false;
  if (name !== undefined && interaction.name !== name) return false;
  const at = Date.parse(interaction.at);
  if (bounds.from !== undefined && at < Date.parse(bounds.from)) return false;
  if (bounds.to !== undefined && at >= Date.parse(bounds.to)) return false;
  if (search === undefined) return true;
  const text = `${interaction.name}\n${interaction.context.url ?? ""}\n${JSON.stringify(interaction.properties)}`;
  return text.toLowerCase().includes(search.toLowerCase());
}
