import { formatChange, formatCount } from "../../ui/format-number.ts";
import { formatDuration } from "../../ui/format-time.ts";
import { Stat, StatRow } from "../../ui/stat.tsx";
import type { Pulse } from "./pulse-query.ts";

/** Seconds behind from which waiting is worth a colour. */
const lateSeconds = 30;

/** Today against yesterday at the same time, and whether processing keeps up. */
export function HomeStats({ pulse: { today, pipeline } }: { pulse: Pulse }) {
  const before = today.yesterdaySameTime;
  const late = pipeline.behindSeconds >= lateSeconds;
  return (
    <StatRow>
      <Stat label="Interactions today" value={formatCount(today.interactions)} {...comparison(today.interactions, before.interactions)} />
      <Stat label="People today" value={formatCount(today.people)} {...comparison(today.people, before.people)} />
      <Stat label="New people today" value={formatCount(today.newPeople)} {...comparison(today.newPeople, before.newPeople)} />
      <Stat
        label="Processing"
        value={pipeline.behindEvents === 0 ? "Up to date" : `${formatDuration(pipeline.behindSeconds * 1000)} behind`}
        change={
          pipeline.behindEvents === 0
            ? "Everything accepted is on a timeline"
            : `${formatCount(pipeline.behindEvents)} accepted, not yet on a timeline`
        }
        tone={late ? "bleed" : undefined}
      />
    </StatRow>
  );
}

function comparison(now: number, before: number): { change: string } {
  if (before === 0) return { change: "None yesterday by now" };
  return { change: `${formatChange(now, before)}, from ${formatCount(before)} yesterday by now` };
}
