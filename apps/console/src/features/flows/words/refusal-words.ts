import type { EntryRefusal } from "@throughline/contract";
import { formatDateTime } from "../../../ui/format-time.ts";

/** Why somebody was not let in, with the moment that explains it where there is one. */
export function refusalWords({ code, reason, at }: Pick<EntryRefusal, "code" | "reason" | "at">, timeZone: string): string {
  if (at === null) return reason;
  const moment = formatDateTime(new Date(at), timeZone);
  switch (code) {
    case "inside":
      return `They are in it already, since ${moment}.`;
    case "left_alone":
      return `They are in it since ${moment}, but a holdout leaves them alone: they are only watched.`;
    case "before":
      return `They came in on ${moment}, and it lets everybody in once.`;
    case "too_soon":
      return `They were in it not long ago, and may come in again from ${moment} on.`;
    default:
      return reason;
  }
}
