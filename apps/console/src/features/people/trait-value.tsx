import { formatDate, formatDateTime } from "../../ui/format-time.ts";
import { useTimeZone } from "../../ui/time-zone.ts";

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const webAddress = /^https?:\/\/\S+$/;

/** A trait's value as a person reads it; times in the workspace's time zone. */
export function TraitValue({ value }: { value: unknown }) {
  const timeZone = useTimeZone();
  if (value === null || value === undefined || value === "") return <span className="faint">{value === "" ? "empty" : "none"}</span>;
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number")
    return (
      <span className="numbers">{Number.isInteger(value) && Math.abs(value) >= 10_000 ? value.toLocaleString("en") : String(value)}</span>
    );
  if (typeof value !== "string")
    return <span className="dim">{Array.isArray(value) ? `${value.length} values` : `${Object.keys(value).length} fields`}</span>;
  const time = isoTime.test(value) || isoDate.test(value) ? new Date(value) : null;
  if (time && !Number.isNaN(time.getTime())) {
    const words = isoDate.test(value) ? formatDate(time, "UTC") : formatDateTime(time, timeZone);
    return <time dateTime={value}>{words}</time>;
  }
  if (webAddress.test(value)) {
    return (
      <a href={value} target="_blank" rel="noreferrer noopener">
        {value}
      </a>
    );
  }
  return <span dir="auto">{value}</span>;
}
