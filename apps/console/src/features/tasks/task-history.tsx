import type { TaskEvent } from "@throughline/contract";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { sayChange } from "./task-words.ts";
import classes from "./tasks.module.css";

/** Who did what when, the latest first. */
export function TaskHistory({ history }: { history: readonly TaskEvent[] }) {
  const timeZone = useTimeZone();
  return (
    <ol className={classes.history}>
      {history.map((event) => (
        <li key={event.id}>
          <span>
            <b>{event.by}</b> {sayChange(event, timeZone)}
            {event.note ? (
              <span className="dim" dir="auto">
                {" "}
                “{event.note}”
              </span>
            ) : null}
          </span>
          <span className="faint small">
            <TimeAgo at={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
