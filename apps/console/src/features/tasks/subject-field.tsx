import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { personTitle } from "../../ui/person-title.ts";

type SubjectFieldProps = { value: string | null; onChange: (id: string | null) => void };
type SearchFieldProps = SubjectFieldProps & {
  label: string;
  placeholder: string;
  options: { value: string; label: string }[];
  isPending: boolean;
  onSearch: (text: string) => void;
};

function SearchField({ label, placeholder, options, isPending, value, onChange, onSearch }: SearchFieldProps) {
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      clearable
      data={options}
      value={value}
      onChange={onChange}
      onSearchChange={onSearch}
      filter={({ options: all }) => all}
      nothingFoundMessage={isPending ? "Loading…" : "Nobody matches"}
      comboboxProps={{ shadow: "md" }}
    />
  );
}

const withChosen = (options: { value: string; label: string }[], value: string | null, label: string | undefined) =>
  value === null || options.some((option) => option.value === value) ? options : [{ value, label: label ?? "…" }, ...options];

/** The person that a task is about, found by name, e-mail or identifier. */
export function PersonField({ value, onChange }: SubjectFieldProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    api.people.list.queryOptions({ input: { limit: 12, search: search || undefined, known: "true" }, placeholderData: keepPreviousData }),
  );
  const chosen = useQuery(api.people.get.queryOptions({ input: { id: value ?? "" }, enabled: value !== null, staleTime: 60_000 }));
  const options = (found.data?.items ?? []).map((person) => ({ value: person.id, label: personTitle(person) }));
  return (
    <SearchField
      label="Person"
      placeholder="Whom it is about"
      options={withChosen(options, value, chosen.data && personTitle(chosen.data))}
      isPending={found.isPending}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
    />
  );
}

/** The account that a task is about. */
export function AccountField({ value, onChange }: SubjectFieldProps) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery(
    api.accounts.list.queryOptions({ input: { limit: 12, sort: "name", search: search || undefined }, placeholderData: keepPreviousData }),
  );
  const chosen = useQuery(api.accounts.get.queryOptions({ input: { id: value ?? "" }, enabled: value !== null, staleTime: 60_000 }));
  const options = (found.data?.items ?? []).map(({ id, name, key }) => ({ value: id, label: name ?? key }));
  return (
    <SearchField
      label="Account"
      placeholder="The company"
      options={withChosen(options, value, chosen.data && (chosen.data.name ?? chosen.data.key))}
      isPending={found.isPending}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
    />
  );
}
