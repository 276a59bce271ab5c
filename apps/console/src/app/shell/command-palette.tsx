import "@mantine/spotlight/styles.css";
import { useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  IconBuilding,
  IconKeyboard,
  IconLogout,
  IconMessageQuestion,
  IconMoon,
  IconPlugConnected,
  IconScale,
  IconSearch,
  IconSitemap,
  IconSun,
  IconSwitchHorizontal,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { plural } from "../../ui/format-number.ts";
import { personTitle } from "../../ui/person-title.ts";
import { api } from "../api.ts";
import { useSession } from "../session.ts";
import { usePlaces } from "../use-places.ts";
import { useSignOut } from "../use-sign-out.ts";
import classes from "./command-palette.module.css";
import { looksLikeQuestion } from "./looks-like-question.ts";
import { matches } from "./matches.ts";
import { useSelectedEntry } from "./use-selected-entry.ts";
import { useSwitchWorkspace } from "./use-switch-workspace.ts";

const [store, spotlight] = createSpotlight();

type Entry = { id: string; label: string; description?: string; icon?: ReactNode; words?: string; run: () => void };

type CommandPaletteProps = {
  /** What was typed before the field was there. */
  typed: string;
  onClose: () => void;
  onHelp: () => void;
};

/** Search or jump to anything: pages, people, accounts, workspaces, actions. Mounted only while open. */
export default function CommandPalette({ typed, onClose, onHelp }: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const [search] = useDebouncedValue(query.trim(), 150);
  const found = useFound(search);
  const groups = [useAsk(query), ...useCommands(query, onHelp), ...found.groups].filter(({ entries }) => entries.length > 0);
  useEffect(() => spotlight.open(), []);
  useEffect(() => setQuery(typed), [typed]);
  const selected = useSelectedEntry(store, query);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      onSpotlightClose={onClose}
      scrollable
      maxHeight={420}
      size={560}
      centered={false}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.32, blur: 0 }}
      attributes={{ content: { "aria-label": "Search or jump to" } }}
    >
      <Spotlight.Search
        placeholder="Search or jump to…"
        aria-label="Search or jump to"
        onKeyDown={selected.onKeyDown}
        leftSection={<IconSearch size={17} />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ title, entries }) => (
          <Spotlight.ActionsGroup key={title} label={title} className={classes.group}>
            {entries.map(({ id, label, description, icon, run }) => (
              <Spotlight.Action
                key={id}
                className={classes.action}
                label={label}
                description={description}
                leftSection={icon}
                onClick={run}
                highlightQuery={false}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.error ? (
          <div role="alert" className={`${classes.failed} small`}>
            Not everything could be searched. {found.error.message}
          </div>
        ) : groups.length === 0 ? (
          <Spotlight.Empty>{found.isSearching ? "Searching…" : `Nothing found for “${query}”`}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** A question in plain words goes to the explorer. */
function useAsk(query: string): { title: string; entries: Entry[] } {
  const navigate = useNavigate();
  const canAsk = usePlaces().some(({ to }) => to === "/insights");
  const question = query.trim();
  if (!canAsk || !looksLikeQuestion(question)) return { title: "Ask", entries: [] };
  return {
    title: "Ask",
    entries: [
      {
        id: "ask",
        label: `Ask: ${question}`,
        icon: <IconMessageQuestion size={17} stroke={1.7} />,
        run: () => void navigate({ to: "/insights", search: (): Record<string, unknown> => ({ ask: question }) }),
      },
    ],
  };
}

function useCommands(query: string, onHelp: () => void): { title: string; entries: Entry[] }[] {
  const places = usePlaces();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { workspace, workspaces } = useSession();
  const switchTo = useSwitchWorkspace();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark";
  const pages: Entry[] = places.map(({ to, label, icon: Icon, words }) => ({
    id: to,
    label,
    icon: <Icon size={17} stroke={1.7} />,
    words,
    run: () => void navigate({ to }),
  }));
  const actions: Entry[] = [
    {
      id: "connect",
      label: "Connect a product",
      icon: <IconPlugConnected size={17} />,
      words: "set up source sdk snippet write key",
      run: () => void navigate({ to: "/welcome" }),
    },
    ...(places.some(({ to }) => to === "/engage/arbiter")
      ? [
          {
            id: "simulate",
            label: "Try a touch on a person",
            icon: <IconScale size={17} />,
            words: "arbiter simulator simulate allowed why not",
            run: () => void navigate({ to: "/engage/arbiter/simulator" }),
          },
          {
            id: "rules",
            label: "Change the rules of the arbiter",
            icon: <IconScale size={17} />,
            words: "consent quiet hours caps frequency gap holdout ownership",
            run: () => void navigate({ to: "/engage/arbiter/rules" }),
          },
        ]
      : []),
    {
      id: "new-flow",
      label: "New flow",
      icon: <IconSitemap size={17} />,
      words: "draw automation engage canvas",
      run: () => void navigate({ to: "/engage/flows", search: (): Record<string, unknown> => ({ new: "blank" }) }),
    },
    {
      id: "theme",
      label: dark ? "Use the light theme" : "Use the dark theme",
      icon: dark ? <IconSun size={17} /> : <IconMoon size={17} />,
      words: "theme dark light colour",
      run: () => setColorScheme(dark ? "light" : "dark"),
    },
    { id: "shortcuts", label: "Keyboard shortcuts", icon: <IconKeyboard size={17} />, words: "help keys", run: onHelp },
    { id: "sign-out", label: "Sign out", icon: <IconLogout size={17} />, words: "log out leave", run: () => void signOut() },
  ];
  const others: Entry[] = workspaces
    .filter(({ id }) => id !== workspace.id)
    .map(({ id, name, isSample }) => ({
      id,
      label: `Switch to ${name}`,
      icon: <IconSwitchHorizontal size={17} stroke={1.7} />,
      description: isSample ? "Sample data" : undefined,
      words: "workspace",
      run: () => void switchTo(id),
    }));
  const found = (entries: Entry[]) => entries.filter(({ label, words = "" }) => matches(query, `${label} ${words}`));
  return [
    { title: "Go to", entries: found(pages) },
    { title: "Do", entries: found(actions) },
    { title: "Workspaces", entries: found(others) },
  ];
}

type Found = { groups: { title: string; entries: Entry[] }[]; error: Error | null; isSearching: boolean };

/** What the server knows under these words; `error` says that some of it could not be asked for. */
function useFound(search: string): Found {
  const navigate = useNavigate();
  const has = new Set(usePlaces().map(({ to }) => to));
  const options = { enabled: search.length >= 2, placeholderData: keepPreviousData };
  const people = useQuery(
    api.people.list.queryOptions({ input: { search, limit: 6 }, ...options, enabled: options.enabled && has.has("/people") }),
  );
  const accounts = useQuery(
    api.accounts.list.queryOptions({ input: { search, limit: 4 }, ...options, enabled: options.enabled && has.has("/accounts") }),
  );
  const segments = useQuery(
    api.segments.list.queryOptions({ input: { search, limit: 4 }, ...options, enabled: options.enabled && has.has("/segments") }),
  );
  const flows = useQuery(
    api.flows.list.queryOptions({ input: { search, limit: 4 }, ...options, enabled: options.enabled && has.has("/engage/flows") }),
  );
  if (!options.enabled) return { groups: [], error: null, isSearching: false };
  const asked = [people, accounts, segments, flows];
  const groups = [
    {
      title: "People",
      entries: (people.data?.items ?? []).map((person) => ({
        id: person.id,
        label: personTitle(person),
        description:
          [person.name ? person.email : null, person.account?.name ?? person.account?.key].filter(Boolean).join(" · ") || undefined,
        icon: <IconUser size={17} stroke={1.7} />,
        run: () => void navigate({ to: `/people/${person.id}` }),
      })),
    },
    {
      title: "Accounts",
      entries: (accounts.data?.items ?? []).map(({ id, key, name }) => ({
        id,
        label: name ?? key,
        description: name ? key : undefined,
        icon: <IconBuilding size={17} stroke={1.7} />,
        run: () => void navigate({ to: `/accounts/${id}` }),
      })),
    },
    {
      title: "Segments",
      entries: (segments.data?.items ?? []).map(({ key, name, of, people }) => ({
        id: `segment ${key}`,
        label: name,
        description: of === "account" ? plural(people, "account") : plural(people, "person", "people"),
        icon: <IconUsersGroup size={17} stroke={1.7} />,
        run: () => void navigate({ to: `/segments/${encodeURIComponent(key)}` }),
      })),
    },
    {
      title: "Flows",
      entries: (flows.data?.items ?? []).map(({ key, name, trigger }) => ({
        id: `flow ${key}`,
        label: name,
        description: trigger,
        icon: <IconSitemap size={17} stroke={1.7} />,
        run: () => void navigate({ to: `/engage/flows/${encodeURIComponent(key)}` }),
      })),
    },
  ];
  return { groups, error: asked.find(({ error }) => error)?.error ?? null, isSearching: asked.some(({ isFetching }) => isFetching) };
}
