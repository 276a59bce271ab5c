import { CloseButton } from "@mantine/core";
import type { PathsQuery } from "@throughline/contract";
import { useState } from "react";
import classes from "./builder.module.css";
import { PickList } from "./pick-list.tsx";
import { eventChoices, useEvents, useValues } from "./use-catalogue.ts";

type NodePickerProps = {
  label: string;
  /** The node as it is called in the answer; null is any. */
  value: string | null;
  query: Pick<PathsQuery, "nodes" | "clean">;
  onChange: (value: string | null) => void;
};

/** Picks where paths begin or end: a page that is visited, a name that pages were gathered under, an event of the catalogue, or any path as typed. */
export function NodePicker({ label, value, query: { nodes, clean }, onChange }: NodePickerProps) {
  const { events, onSearch } = useEvents();
  const [wasOpened, setWasOpened] = useState(false);
  const paths = useValues("event.$path", null, wasOpened && nodes !== "event");
  const tracked = events.filter(({ kinds }) => kinds.includes("track"));
  const gathered = clean.map(({ as }) => as);
  const pages = nodes === "event" ? [] : [...new Set([...gathered, ...paths])];
  const choices = [
    { value: "", label: "Anywhere" },
    ...pages.map((path) => ({ value: path, label: path, group: "Pages" })),
    ...(nodes === "page" ? [] : eventChoices(tracked, false).map((choice) => ({ ...choice, group: "Events" }))),
  ];
  return (
    <div className={classes.choice} onFocus={() => setWasOpened(true)}>
      <span className="small dim">{label}</span>
      <div className={classes.line}>
        <PickList
          label={label}
          shown={value ?? "Anywhere"}
          choices={choices}
          takesTyped={nodes !== "event"}
          onSearch={onSearch}
          empty="No such page or event has been seen"
          onPick={(picked) => onChange(picked === "" ? null : picked)}
        />
        {value === null ? null : <CloseButton size={26} aria-label={`${label}: anywhere`} onClick={() => onChange(null)} />}
      </div>
    </div>
  );
}
