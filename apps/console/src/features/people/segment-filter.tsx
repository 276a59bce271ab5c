import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

/** Picks a segment of people by its key; not there while the workspace has none. */
export function SegmentFilter({ value, onChange }: { value: string | undefined; onChange: (key: string | undefined) => void }) {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200, of: "person" }, staleTime: 30_000 }));
  const segments = data?.items ?? [];
  if (segments.length === 0 && value === undefined) return null;
  const options = segments.map(({ key, name }) => ({ value: key, label: name }));
  return (
    <Select
      aria-label="Segment"
      placeholder="Any segment"
      w={170}
      clearable
      searchable
      data={value === undefined || options.some((option) => option.value === value) ? options : [...options, { value, label: value }]}
      value={value ?? null}
      onChange={(key) => onChange(key ?? undefined)}
      nothingFoundMessage="No such segment"
      comboboxProps={{ width: 260, position: "bottom-start", shadow: "md" }}
    />
  );
}
