import { TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import { ErrorState } from "./error-state.tsx";
import classes from "./pick-list.module.css";
import { LinesSkeleton } from "./skeletons.tsx";
import { useFocusWhenLost } from "./use-focus-when-lost.ts";

export type PickChoice = { id: string; title: string; detail: ReactNode };

/** A field to search with and what was found, to pick one of. Arrow keys walk the results. */
export function PickList({
  label,
  placeholder,
  typed,
  onType,
  query,
  choices,
  nothing,
  onPick,
}: {
  /** What is picked from, such as “people”. */
  label: string;
  placeholder: string;
  typed: string;
  onType: (typed: string) => void;
  query: { isPending: boolean; isError: boolean; error: Error | null; refetch: () => unknown };
  /** Undefined while nothing was found out yet. */
  choices: readonly PickChoice[] | undefined;
  nothing: string;
  onPick: (id: string, title: string) => void;
}) {
  const list = useFocusWhenLost<HTMLDivElement>();
  const walk = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const stops = [...(list.current?.querySelectorAll<HTMLElement>("input, button[data-choice]") ?? [])];
    stops[stops.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  };
  return (
    <div ref={list} onKeyDown={walk}>
      <TextInput
        data-autofocus
        aria-label={`Search ${label}`}
        placeholder={placeholder}
        leftSection={<IconSearch size={15} />}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      <div className={classes.results} role="group" aria-label={`${label.charAt(0).toUpperCase()}${label.slice(1)}`}>
        {query.isPending ? <LinesSkeleton /> : null}
        {query.isError && !choices ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {choices?.length === 0 ? <p className="dim small">{nothing}</p> : null}
        {choices?.map(({ id, title, detail }) => (
          <UnstyledButton key={id} data-choice className={classes.result} onClick={() => onPick(id, title)}>
            <span className={classes.title}>
              <bdi>{title}</bdi>
            </span>
            <span className="dim small numbers">{detail}</span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
