import type { FieldIssue } from "@throughline/contract";
import classes from "./builder.module.css";

/** What the server refused at a condition, under it. Problems of what stands inside of `inner` are said there. */
export function Problems({ at, issues, inner = [] }: { at: string | undefined; issues: readonly FieldIssue[]; inner?: readonly string[] }) {
  if (at === undefined) return null;
  const isWithin = (field: string, place: string) => field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`);
  const own = issues.filter(({ field }) => isWithin(field, at) && !inner.some((part) => isWithin(field, `${at}.${part}`)));
  if (own.length === 0) return null;
  return (
    <p className={classes.problem} role="alert">
      {own.map(({ message, accepted }) => `${sentence(message)}${accepted ? ` Accepted: ${accepted}.` : ""}`).join(" ")}
    </p>
  );
}

/** “is not known” → “This is not known.” */
const sentence = (message: string) => `${/^[A-Z“]/.test(message) ? message : `This ${message}`}`.replace(/\.?$/, ".");
