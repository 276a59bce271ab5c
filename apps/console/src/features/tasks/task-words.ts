import type { Task, TaskEvent, TaskPriority } from "@throughline/contract";
import type { Tone } from "../../ui/chip.tsx";
import { formatClock, formatDate } from "../../ui/format-time.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The day of a moment in a time zone, as `YYYY-MM-DD`. */
export const dayOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** When a task is due, as people say it: “today, 17:00”, “tomorrow”, “in 3 d”, “2 d late”. */
export function sayDue(due: string, now: Date, timeZone: string): string {
  const at = new Date(due);
  const lateMs = now.getTime() - at.getTime();
  if (lateMs >= dayMs) return `${Math.floor(lateMs / dayMs)} d late`;
  if (lateMs >= hourMs) return `${Math.floor(lateMs / hourMs)} h late`;
  if (lateMs >= 0) return "due now";
  const days = daysBetween(dayOf(now, timeZone), dayOf(at, timeZone));
  if (days === 0) return `today, ${formatClock(at, timeZone)}`;
  if (days === 1) return "tomorrow";
  return days < 14 ? `in ${days} d` : formatDate(at, timeZone);
}

/** Late bleeds, today warns. */
export function dueTone({ due, state }: Pick<Task, "due" | "state">, now: Date, timeZone: string): Tone {
  if (due === null || state !== "open") return "neutral";
  if (new Date(due) <= now) return "bleed";
  return dayOf(new Date(due), timeZone) === dayOf(now, timeZone) ? "warn" : "neutral";
}

export const priorityWords: Record<TaskPriority, { label: string; tone: Tone }> = {
  urgent: { label: "Urgent", tone: "bleed" },
  high: { label: "High", tone: "warn" },
  normal: { label: "Normal", tone: "neutral" },
  low: { label: "Low", tone: "neutral" },
};

const makers = { api: "by a program", arbiter: "by the arbiter" };

/** Where a task comes from: “Made by hand, by Ada”, “Made by Flow “Onboarding””. */
export function sayOrigin({ origin: { kind, ref }, createdBy }: Pick<Task, "origin" | "createdBy">): string {
  if (kind === "manual" || kind === "flow") return `Made by ${createdBy}`;
  if (kind === "sample") return "Part of the sample company";
  return `Made ${makers[kind]}${ref ? `: ${ref}` : ""}`;
}

/** One change of a task's history, in words. */
export function sayChange({ change, from, to, by }: Pick<TaskEvent, "change" | "from" | "to" | "by">, timeZone: string): string {
  const day = (at: string | null) => (at === null ? "no day" : formatDate(new Date(at), timeZone));
  switch (change) {
    case "created":
      return "made it";
    case "edited":
      return `changed ${(to ?? "").replace("why", "the reason").replace(/, ([^,]*)$/, " and $1")}`;
    case "assigned":
      if (to === by) return "took it";
      if (to === null) return from === by ? "gave it back" : `took it from ${from ?? "nobody"}`;
      return `gave it to ${to}`;
    case "due":
      return from === null ? `set it due ${day(to)}` : to === null ? "took the due day away" : `moved it from ${day(from)} to ${day(to)}`;
    case "priority":
      return `made it ${to ?? ""} (was ${from ?? ""})`;
    case "done":
      return `ended it: ${to ?? ""}`;
    case "cancelled":
      return "cancelled it";
    case "reopened":
      return "opened it again";
  }
}
