import { CloseButton, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import type { Source } from "@throughline/contract";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { channelLabels } from "../../ui/channel-label.ts";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import classes from "./debugger.module.css";
import { kindChoices } from "../../ui/kinds.ts";

const channelChoices = Object.entries(channelLabels).map(([value, label]) => ({ value, label }));

/** Which events to see: by name, source, kind, channel. */
export function FeedFilters({ state, sources }: { state: ListState; sources: readonly Source[] }) {
  const select = (name: string) => ({
    value: state.filter(name) ?? null,
    onChange: (value: string | null) => state.set({ [name]: value ?? undefined }),
    clearable: true,
  });
  return (
    <div className={classes.filters}>
      <NameInput state={state} />
      <Select
        {...select("source")}
        aria-label="Source"
        placeholder="Source"
        searchable
        data={sources.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select {...select("kind")} aria-label="Kind" placeholder="Kind" data={kindChoices} />
      <Select {...select("channel")} aria-label="Channel" placeholder="Channel" maxDropdownHeight={480} data={channelChoices} />
    </div>
  );
}

function NameInput({ state }: { state: ListState }) {
  const input = useRef<HTMLInputElement>(null);
  const current = state.filter("name") ?? "";
  const [text, setText] = useState(current);
  const apply = useDebouncedCallback((name: string) => state.set({ name }), 200);
  useHotkeys([["/", () => input.current?.focus()]]);
  useEffect(() => setText(current), [current]);
  const change = (name: string) => {
    setText(name);
    apply(name);
  };
  return (
    <TextInput
      ref={input}
      className={classes.name}
      aria-label="Part of the name"
      placeholder="Part of the name"
      leftSection={<IconSearch size={15} />}
      rightSection={text === "" ? null : <CloseButton size="sm" aria-label="Clear the name" onClick={() => change("")} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
