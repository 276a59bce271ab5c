import { useState } from "react";
import { CopyButton } from "./copy-button.tsx";
import classes from "./json-view.module.css";

/** A JSON value as a tree: nested parts fold, the whole can be copied. Open to `depth` levels at first. */
export function JsonView({ value, label, depth = 2 }: { value: unknown; label: string; depth?: number }) {
  return (
    <div className={classes.view} role="group" aria-label={label}>
      <div className={classes.copy}>
        <CopyButton value={JSON.stringify(value, null, 2) ?? "undefined"} what={label} />
      </div>
      <Node value={value} depth={depth} />
    </div>
  );
}

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const [open, setOpen] = useState(depth > 0);
  const entries = entriesOf(value);
  const key = name === undefined ? null : <span className={classes.key}>{name}: </span>;
  if (entries === null || entries.length === 0) {
    return (
      <div className={classes.leaf}>
        {key}
        <Scalar value={value} />
      </div>
    );
  }
  const summary = Array.isArray(value) ? `[ ${entries.length} ]` : `{ ${entries.length} }`;
  return (
    <div>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes.arrow} data-open={open} aria-hidden="true" />
        {key}
        <span className={classes.summary}>{summary}</span>
      </button>
      {open ? (
        <div className={classes.children}>
          {entries.map(([childName, child]) => (
            <Node key={childName} name={childName} value={child} depth={depth - 1} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string") return <span className={classes.text}>{JSON.stringify(value)}</span>;
  if (typeof value === "object" && value !== null) return <span className={classes.summary}>{Array.isArray(value) ? "[ ]" : "{ }"}</span>;
  return <span className={classes.literal}>{String(value)}</span>;
}

function entriesOf(value: unknown): [string, unknown][] | null {
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
