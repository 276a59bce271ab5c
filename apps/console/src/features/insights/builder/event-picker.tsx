import { CloseButton } from "@mantine/core";
import { describeEvents } from "@throughline/contract";
import classes from "./builder.module.css";
import { PickList } from "./pick-list.tsx";
import { eventChoices, useEvents, type Events } from "./use-catalogue.ts";

/** Picks an event of the catalogue, and others that count as the same: “A or B”. */
export function EventPicker({ label, value, onChange }: { label: string; value: Events; onChange: (value: Events) => void }) {
  const { events, isPending, onSearch } = useEvents();
  const names = value === null ? [] : [value].flat();
  const list = { onSearch, empty: isPending ? "Loading…" : "No such event has arrived" };
  const set = (next: string[]) => onChange(next.length === 0 ? null : next.length === 1 ? (next[0] ?? null) : next);
  return (
    <div className={classes.events}>
      <PickList
        {...list}
        label={label}
        shown={describeEvents(names[0] ?? null)}
        choices={eventChoices(events, true)}
        onPick={(name) => set(name === "" ? [] : [name, ...names.slice(1).filter((other) => other !== name)])}
      />
      {names.slice(1).map((name) => (
        <span key={name} className={classes.alsoEvent}>
          <span className="truncate">or {name}</span>
          <CloseButton size={20} aria-label={`Without ${name}`} onClick={() => set(names.filter((other) => other !== name))} />
        </span>
      ))}
      {names.length > 0 && names.length < 10 ? (
        <PickList
          {...list}
          look="add"
          label={`${label}: or another`}
          shown="or…"
          choices={eventChoices(
            events.filter(({ name }) => !names.includes(name)),
            false,
          )}
          onPick={(name) => set([...names, name])}
        />
      ) : null}
    </div>
  );
}
