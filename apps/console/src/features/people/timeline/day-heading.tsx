import { formatCount, plural } from "../../../ui/format-number.ts";
import { useNow } from "../../../ui/time-ago.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import classes from "./timeline.module.css";
import { addDays, dateIn } from "./zoned-date.ts";

export function DayHeading({ date, count, partial }: { date: string; count: number; partial: boolean }) {
  return (
    <div className={classes.day}>
      <h3>
        <DayName date={date} />
      </h3>
      <span className="faint small numbers">{partial ? `${formatCount(count)}+ interactions` : plural(count, "interaction")}</span>
    </div>
  );
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
const dayYearFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** “Today, Friday 21 November”; the year only when it is not the present one. */
export function DayName({ date }: { date: string }) {
  const today = dateIn(useNow().getTime(), useTimeZone());
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  const words = (sameYear ? dayFormat : dayYearFormat).format(new Date(`${date}T00:00:00Z`));
  const near = date === today ? "Today" : date === addDays(today, -1) ? "Yesterday" : null;
  return near ? (
    <>
      {near} <span className={classes.dayWords}>{words}</span>
    </>
  ) : (
    words
  );
}
