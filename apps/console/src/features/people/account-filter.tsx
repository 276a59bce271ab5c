import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";

/** Picks an account by searching for it. `value` is its id. */
export function AccountFilter({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState(false);
  const [search] = useDebouncedValue(typed, 200);
  const found = useQuery(
    api.accounts.list.queryOptions({
      input: { limit: 30, sort: "name", search: search || undefined },
      enabled: asked,
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    }),
  );
  const chosen = useQuery(api.accounts.get.queryOptions({ input: { id: value ?? "" }, enabled: value !== undefined, staleTime: 60_000 }));
  const options = new Map((found.data?.items ?? []).map(({ id, name, key }) => [id, name ?? key]));
  if (value !== undefined)
    options.set(
      value,
      chosen.data ? (chosen.data.name ?? chosen.data.key) : (options.get(value) ?? (chosen.isError ? "Unknown account" : "…")),
    );
  return (
    <Select
      aria-label="Account"
      placeholder="Any account"
      w={190}
      clearable
      searchable
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onSearchChange={setTyped}
      onDropdownOpen={() => setAsked(true)}
      filter={({ options: all }) => all}
      nothingFoundMessage={found.isPending ? "Loading…" : found.isError ? "The accounts could not be loaded" : "No such account"}
      comboboxProps={{ width: 280, position: "bottom-start", shadow: "md" }}
    />
  );
}
