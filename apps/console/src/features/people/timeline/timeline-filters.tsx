import { Button, CloseButton, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDisclosure, useHotkeys } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconAdjustmentsHorizontal, IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { api } from "../../../app/api.ts";
import { channelLabel } from "../../../ui/channel-label.ts";
import { allChannels, allKinds, kindLabel } from "./channel-icon.tsx";
import { TimelineRangePicker } from "./range-picker.tsx";
import classes from "./timeline.module.css";
import type { TimelineState } from "./use-timeline-state.ts";

/** Search, kind, channel, event and range of a timeline, all in the URL. */
export function TimelineFilters({ state }: { state: TimelineState }) {
  const { filter, set, narrowed, clear } = state;
  const [open, { toggle }] = useDisclosure(false);
  const chosen = [filter.kind, filter.channel, filter.name, filter.range ?? filter.from ?? filter.to].filter(
    (value) => value !== undefined,
  ).length;
  return (
    <div className={classes.bar} role="search" aria-label="Timeline">
      <Search text={filter.search ?? ""} onChange={(q) => set({ q })} />
      <Button className={classes.toggle} leftSection={<IconAdjustmentsHorizontal size={15} />} aria-expanded={open} onClick={toggle}>
        {chosen === 0 ? "Filter" : `Filter (${chosen})`}
      </Button>
      <div className={classes.choices} data-open={open || undefined}>
        <Select
          className={classes.select}
          aria-label="Kind"
          placeholder="Any kind"
          clearable
          data={allKinds.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
          value={filter.kind ?? null}
          onChange={(kind) => set({ kind: kind ?? undefined })}
        />
        <Select
          className={classes.select}
          aria-label="Channel"
          placeholder="Any channel"
          clearable
          data={allChannels.map((channel) => ({ value: channel, label: channelLabel(channel) }))}
          value={filter.channel ?? null}
          onChange={(channel) => set({ channel: channel ?? undefined })}
        />
        <EventName name={filter.name} onChange={(name) => set({ name })} />
        <TimelineRangePicker state={state} />
        {narrowed ? (
          <Button variant="subtle" onClick={clear}>
            Clear
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Search({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  const apply = useDebouncedCallback(onChange, 250);
  useHotkeys([["/", () => input.current?.focus()]]);
  // The URL can change without this field: back, a link, “clear”.
  useEffect(() => setTyped(text), [text]);
  const change = (value: string) => {
    setTyped(value);
    apply(value);
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      aria-label="Search the timeline"
      placeholder="Search the timeline"
      leftSection={<IconSearch size={15} />}
      rightSection={typed === "" ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => change("")} />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && typed !== "") change("");
      }}
    />
  );
}

/** One event by its name, found in the catalogue of the workspace. */
function EventName({ name, onChange }: { name: string | undefined; onChange: (name: string | undefined) => void }) {
  const [asked, setAsked] = useState(false);
  const catalogue = useQuery(
    api.data.catalogue.queryOptions({
      input: { limit: 200, sort: "-count" },
      enabled: asked,
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  );
  const names = [...new Set([...(name ? [name] : []), ...(catalogue.data?.items.map((event) => event.name) ?? [])])].filter(
    (known) => known !== "",
  );
  return (
    <Select
      className={classes.select}
      aria-label="Event"
      placeholder="Any event"
      clearable
      searchable
      limit={100}
      data={names}
      value={name ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      onDropdownOpen={() => setAsked(true)}
      nothingFoundMessage={catalogue.isPending ? "Loading…" : catalogue.isError ? "The events could not be loaded" : "No such event"}
      comboboxProps={{ width: 260, position: "bottom-start", shadow: "md" }}
    />
  );
}
