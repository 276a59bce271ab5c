import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { plural } from "../../ui/format-number.ts";
import { personTitle } from "../../ui/person-title.ts";
import { PickList } from "../../ui/pick-list.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";

/** Finds another person by name, e-mail or identifier. */
export function PickPerson({ without, onPick }: { without: string; onPick: (id: string, title: string) => void }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const people = useQuery(
    api.people.list.queryOptions({ input: { search: search || undefined, limit: 9 }, placeholderData: keepPreviousData }),
  );
  const others = people.data?.items.filter(({ id }) => id !== without).slice(0, 8);
  const choices = others?.map((person) => ({
    id: person.id,
    title: personTitle(person),
    detail: (
      <>
        {person.name && person.email ? `${person.email} · ` : ""}
        {person.account ? (
          <>
            <bdi>{person.account.name ?? person.account.key}</bdi> ·{" "}
          </>
        ) : null}
        {plural(person.interactions, "interaction")} · seen <TimeAgo at={person.lastSeen} />
      </>
    ),
  }));
  return (
    <PickList
      label="people"
      placeholder="Name, e-mail or identifier"
      typed={typed}
      onType={setTyped}
      query={people}
      choices={choices}
      nothing="Nobody matches."
      onPick={onPick}
    />
  );
}
