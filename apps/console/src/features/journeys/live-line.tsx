import type { JourneyMap } from "@throughline/contract";
import { plural } from "../../ui/format-number.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./journeys.module.css";

type Answer = JourneyMap & { freshness: { at: string; waiting: number } };

/** One quiet line: how many are on their way, and how fresh that is. */
export function LiveLine({ map, isLive }: { map: Answer | undefined; isLive: boolean }) {
  if (!map) return <span>Counting…</span>;
  return (
    <span className={classes.live} data-live={isLive || undefined}>
      <i aria-hidden="true" />
      {isLive ? "Live" : "Not live"} · {plural(map.open.value, "instance")} on their way · up to date <TimeAgo at={map.freshness.at} />
      {map.freshness.waiting > 0 ? ` · ${plural(map.freshness.waiting, "event")} waiting` : ""}
    </span>
  );
}
