import type { Task } from "@throughline/contract";
import { formatDateTime } from "../../ui/format-time.ts";
import { useNow } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { dueTone, sayDue } from "./task-words.ts";
import classes from "./tasks.module.css";

/** When a task is due, keeping itself up to date; the whole time is its title. */
export function Due({ task }: { task: Pick<Task, "due" | "state"> }) {
  const timeZone = useTimeZone();
  const now = useNow();
  if (task.due === null) return null;
  const words = sayDue(task.due, now, timeZone);
  return (
    <time
      dateTime={task.due}
      title={`${formatDateTime(new Date(task.due), timeZone)} (${timeZone})`}
      className={classes.due}
      data-tone={dueTone(task, now, timeZone)}
    >
      {words}
    </time>
  );
}
