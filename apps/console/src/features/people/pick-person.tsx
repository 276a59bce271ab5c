import { TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./merge.module.css";
import { personTitle } from "../../ui/person-title.ts";

/** Finds another person by name, e-mail or identifier. Arrow keys walk the results. */
export function PickPerson({ without, onPick }: { without: string; onPick: (id: string, title: string) => void }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const people = useQuery(
    api.people.list.queryOptions({ input: { search: search || undefined, limit: 9 }, placeholderData: keepPreviousData }),
  );
  const results = people.data?.items.filter(({ id }) => id !== without).slice(0, 8) ?? [];
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [...(list.current?.querySelectorAll<HTMLElement>("input, button[data-person]") ?? [])];
    stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  };
  return (
    <div ref={list} onKeyDown={walk}>
      <TextInput
        data-autofocus
        aria-label="Search people"
        placeholder="Name, e-mail or identifier"
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.results} role="group" aria-label="People">
        {people.isPending ? <LinesSkeleton /> : null}
        {people.isError && !people.data ? <ErrorState error={people.error} onRetry={() => void people.refetch()} /> : null}
        {people.data && results.length === 0 ? <p className="dim small">Nobody matches.</p> : null}
        {results.map((person) => (
          <UnstyledButton key={person.id} data-person className={classes.result} onClick={() => onPick(person.id, personTitle(person))}>
            <span className={classes.resultName}>
              <bdi>{personTitle(person)}</bdi>
            </span>
            <span className="dim small numbers">
              {person.name && person.email ? `${person.email} · ` : ""}
              {person.account ? (
                <>
                  <bdi>{person.account.name ?? person.account.key}</bdi> ·{" "}
                </>
              ) : null}
              {plural(person.interactions, "interaction")} · seen <TimeAgo at={person.lastSeen} />
            </span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
