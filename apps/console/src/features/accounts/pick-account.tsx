import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { plural } from "../../ui/format-number.ts";
import { PickList } from "../../ui/pick-list.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";

/** Finds an account by name or key. */
export function PickAccount({ onPick }: { onPick: (id: string) => void }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const accounts = useQuery(
    api.accounts.list.queryOptions({ input: { search: search || undefined, limit: 8 }, placeholderData: keepPreviousData }),
  );
  const choices = accounts.data?.items.map(({ id, name, key, people, lastSeen }) => ({
    id,
    title: name ?? key,
    detail: (
      <>
        {plural(people, "person", "people")} · <TimeAgo at={lastSeen} />
      </>
    ),
  }));
  return (
    <PickList
      label="accounts"
      placeholder="Name or key"
      typed={typed}
      onType={setTyped}
      query={accounts}
      choices={choices}
      nothing="No account matches."
      onPick={onPick}
    />
  );
}
