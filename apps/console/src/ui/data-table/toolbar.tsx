import { ActionIcon, Checkbox, CloseButton, Popover, Stack, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconColumns3, IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Column } from "./column.ts";
import classes from "./data-table.module.css";
import type { ListState } from "./use-list-state.ts";

type ToolbarProps<Row> = {
  state: ListState | undefined;
  searchPlaceholder: string | undefined;
  filters: ReactNode;
  /** “1,204 people”. */
  count: ReactNode;
  columns: readonly Column<Row>[];
  isShown: (column: Column<Row>) => boolean;
  onShow: (id: string, shown: boolean) => void;
};

/** Search, filters, how many, and the column chooser above a table. */
export function Toolbar<Row>({ state, searchPlaceholder, filters, count, columns, isShown, onShow }: ToolbarProps<Row>) {
  const choosable = columns.filter((column) => !column.primary);
  const searchable = state !== undefined && searchPlaceholder !== undefined;
  if (!searchable && !filters && !count && choosable.length === 0) return null;
  return (
    <div className={classes.toolbar}>
      {searchable ? <SearchInput state={state} placeholder={searchPlaceholder} /> : null}
      {filters}
      <span className={`${classes.count} dim small numbers`} role="status">
        {count}
      </span>
      {choosable.length > 0 ? (
        <Popover position="bottom-end" shadow="md" withinPortal>
          <Popover.Target>
            <Tooltip label="Columns">
              <ActionIcon className={classes.chooser} aria-label="Choose columns" size={32} variant="default">
                <IconColumns3 size={16} />
              </ActionIcon>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown aria-label="Columns">
            <Stack gap={8}>
              {choosable.map((column) => (
                <Checkbox
                  key={column.id}
                  size="xs"
                  label={column.label}
                  checked={isShown(column)}
                  onChange={(event) => onShow(column.id, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </Popover.Dropdown>
        </Popover>
      ) : null}
    </div>
  );
}

function SearchInput({ state, placeholder }: { state: ListState; placeholder: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(state.search);
  const apply = useDebouncedCallback((search: string) => state.set({ search }), 200);
  useHotkeys([["/", () => input.current?.focus()]]);
  // The URL can change without this field: back, a link, “clear”.
  useEffect(() => setText(state.search), [state.search]);
  const change = (search: string) => {
    setText(search);
    apply(search);
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} />}
      rightSection={text === "" ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => change("")} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && text !== "") change("");
      }}
    />
  );
}
