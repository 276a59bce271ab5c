import { formatDateTime, formatDuration } from "../../../ui/format-time.ts";
import { useNow } from "../../../ui/time-ago.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";

/** “in 2 d 4 h”; the moment is its title. What is due goes on any moment. */
export function DueIn({ at }: { at: string }) {
  const timeZone = useTimeZone();
  const left = new Date(at).getTime() - useNow().getTime();
  return (
    <time dateTime={at} title={`${formatDateTime(new Date(at), timeZone)} (${timeZone})`} style={{ whiteSpace: "nowrap" }}>
      {left <= 0 ? "now" : `in ${formatDuration(left)}`}
    </time>
  );
}
