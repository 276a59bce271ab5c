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
import classes from "./pick-account.module.css";

/** Finds an account by name or key. Arrow keys walk the results. */
export function PickAccount({ onPick }: { onPick: (id: string) => void }) {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 200);
  const accounts = useQuery(
    api.accounts.list.queryOptions({ input: { search: search || undefined, limit: 8 }, placeholderData: keepPreviousData }),
  );
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [...(list.current?.querySelectorAll<HTMLElement>("input, button[data-account]") ?? [])];
    stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  };
  return (
    <div ref={list} onKeyDown={walk}>
      <TextInput
        data-autofocus
        aria-label="Search accounts"
        placeholder="Name or key"
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes.results} role="group" aria-label="Accounts">
        {accounts.isPending ? <LinesSkeleton /> : null}
        {accounts.isError && !accounts.data ? <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} /> : null}
        {accounts.data?.items.length === 0 ? <p className="dim small">No account matches.</p> : null}
        {accounts.data?.items.map(({ id, name, key, people, lastSeen }) => (
          <UnstyledButton key={id} data-account className={classes.result} onClick={() => onPick(id)}>
            <span className={classes.name}>
              <bdi>{name ?? key}</bdi>
            </span>
            <span className="dim small numbers">
              {plural(people, "person", "people")} · <TimeAgo at={lastSeen} />
            </span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
