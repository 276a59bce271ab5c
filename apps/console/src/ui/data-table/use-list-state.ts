import { useNavigate, useSearch } from "@tanstack/react-router";

/** The state of a list, kept in the URL, so that a link shows the same list. */
export type ListState = {
  search: string;
  sort: string | undefined;
  /** Any other search parameter, such as a filter; undefined when not set. */
  filter: (name: string) => string | undefined;
  /** Sets parameters; undefined or "" takes one away. */
  set: (changes: Record<string, string | undefined>) => void;
  /** True if a search or a filter narrows the list. */
  narrowed: boolean;
  clear: () => void;
};

export function useListState({ defaultSort }: { defaultSort?: string } = {}): ListState {
  const params: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const textOf = (name: string) => (params[name] === undefined || params[name] === "" ? undefined : String(params[name]));

  const set = (changes: Record<string, string | undefined>) =>
    void navigate({
      to: ".",
      search: (previous: Record<string, unknown>) => withChanges(previous, changes),
      replace: true,
      resetScroll: false,
    });

  const narrowing = Object.keys(params).filter((name) => name !== "sort" && textOf(name) !== undefined);
  return {
    search: textOf("search") ?? "",
    sort: textOf("sort") ?? defaultSort,
    filter: textOf,
    set,
    narrowed: narrowing.length > 0,
    clear: () => set(Object.fromEntries(narrowing.map((name) => [name, undefined]))),
  };
}

/** The parameters after the changes; empty ones disappear from the URL. */
export function withChanges(previous: Record<string, unknown>, changes: Record<string, string | undefined>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...previous, ...changes }).filter(([, value]) => value !== undefined && value !== ""));
}
