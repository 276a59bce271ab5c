import type { Channel, Interaction } from "@throughline/contract";
import { messageOf } from "./message-of.ts";
import { dateIn, startOfDate } from "./zoned-date.ts";

/** What belongs together: one visit, one conversation, or what happened on one channel without a longer pause. `entries` are newest first. */
export type Session = { key: string; channel: Channel; personId: string; entries: Interaction[]; isThread: boolean };
/** A day in the workspace's time zone, `YYYY-MM-DD`, with its sessions, the one that was active last first. */
export type TimelineDay = { date: string; sessions: Session[] };

const idleMs = 30 * 60_000;
const threadProperties = ["conversationId", "ticketId", "callId", "threadId"];

/**
 * Groups a timeline (newest first) by day, then by conversation, session id, or 30 minutes without a pause, each on one channel.
 * Sessions that overlap in time stay whole: a chat during a visit is one chat beside one visit.
 */
export function groupTimeline(entries: readonly Interaction[], timeZone: string): TimelineDay[] {
  const days: TimelineDay[] = [];
  let open = new Map<string, Session>();
  let day: TimelineDay | undefined;
  let dayStart = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (day === undefined || Date.parse(entry.at) < dayStart) {
      const date = dateIn(entry.at, timeZone);
      dayStart = Date.parse(startOfDate(date, timeZone));
      day = { date, sessions: [] };
      days.push(day);
      open = new Map();
    }
    const place = placeOf(entry);
    const session = open.get(place);
    if (session && (place !== idlePlace(entry) || !isPause(session, entry))) {
      session.entries.push(entry);
      continue;
    }
    const started: Session = {
      key: `${day.date} ${place === idlePlace(entry) ? entry.id : place}`,
      channel: entry.channel,
      personId: entry.personId,
      entries: [entry],
      isThread: false,
    };
    open.set(place, started);
    day.sessions.push(started);
  }
  for (const { sessions } of days) for (const session of sessions) session.isThread = isThread(session.entries);
  return days;
}

function placeOf(entry: Interaction): string {
  const { personId, channel, sessionId, properties } = entry;
  const thread = threadProperties.find((name) => typeof properties[name] === "string");
  if (thread) return `${personId} ${channel} ${thread}:${String(properties[thread])}`;
  return sessionId ? `${personId} ${channel} session:${sessionId}` : idlePlace(entry);
}

const idlePlace = ({ personId, channel }: Interaction) => `${personId} ${channel}`;

function isPause({ entries }: Session, older: Interaction): boolean {
  const last = entries.at(-1);
  return last !== undefined && Date.parse(last.at) - Date.parse(older.at) > idleMs;
}

/** Two messages make a conversation, which is read from its first word on. */
const isThread = (entries: readonly Interaction[]) => entries.filter((entry) => messageOf(entry) !== null).length >= 2;
