import { useDebouncedValue } from "@mantine/hooks";
import { accountPeople } from "@throughline/contract";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { channelLabels } from "../../../ui/channel-label.ts";
import { formatCompact } from "../../../ui/format-number.ts";
import type { Choice } from "./pick-list.tsx";
import type { ValueType } from "./operators.ts";

export type Events = string | string[] | null;
export type PropertyChoice = Choice & { types: ValueType[]; known?: string[] };

const staleTime = 60_000;

/** Events of the catalogue, the most frequent first, with their volume. */
export function useEvents() {
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const all = useQuery(api.data.catalogue.queryOptions({ input: { limit: 200, sort: "-count" }, staleTime }));
  const isPartial = (all.data?.items.length ?? 0) >= 200;
  const searched = useQuery(
    api.data.catalogue.queryOptions({
      input: { limit: 100, sort: "-count", search },
      enabled: isPartial && search !== "",
      placeholderData: keepPreviousData,
      staleTime,
    }),
  );
  const items = [...(all.data?.items ?? []), ...(search === "" ? [] : (searched.data?.items ?? []))];
  // The same name can stand under several kinds: a query asks by name, so it is one choice.
  const byName = [...Map.groupBy(items, ({ name }) => name)].map(([name, same]) => ({
    name,
    count: [...new Map(same.map((one) => [one.kind, one.count])).values()].reduce((sum, count) => sum + count, 0),
    kinds: [...new Set(same.map(({ kind }) => kind))],
  }));
  return { events: byName.toSorted((a, b) => b.count - a.count), isPending: all.isPending, onSearch: setTyped };
}

const text = (value: string, label: string, group: string, known?: string[]): PropertyChoice => ({
  value,
  label,
  group,
  types: ["string"],
  ...(known ? { known } : {}),
});
const ownProperties: PropertyChoice[] = [
  ...["path", "title", "url", "name", "kind", "actor", "source"].map((name) => text(`event.$${name}`, name, "Interaction")),
  text("event.$channel", "channel", "Interaction", Object.keys(channelLabels)),
];
const sessionProperties: PropertyChoice[] = [
  ["device", "Device", ["desktop", "mobile", "tablet"]],
  ["browser", "Browser"],
  ["os", "Operating system"],
  ["locale", "Language"],
  ["timezone", "Time zone"],
  ["referrer", "Referrer"],
  ["utmSource", "Campaign source"],
  ["utmMedium", "Campaign medium"],
  ["utmCampaign", "Campaign name"],
  ["library", "Library"],
].map(([name, label, known]) => text(`session.${String(name)}`, String(label), "Session", known as string[] | undefined));
const peopleOfAccount: PropertyChoice = { value: accountPeople, label: "number of people", group: "Account", types: ["number"] };
const seen = (scope: "person" | "account", group: string): PropertyChoice[] => [
  { value: `${scope}.$firstSeen`, label: "first seen", group, types: ["date"] },
  { value: `${scope}.$lastSeen`, label: "last seen", group, types: ["date"] },
];

/** Properties that can be asked about where `events` are looked at: theirs, the session's, the person's, the account's, with an example. */
export function useProperties(events: Events): { properties: PropertyChoice[]; typesOf: (path: string) => ValueType[] } {
  const { events: known } = useEvents();
  const names = events === null ? [] : [events].flat();
  const parts = known.filter(({ name }) => names.includes(name)).flatMap(({ name, kinds }) => kinds.map((kind) => ({ name, kind })));
  const ofEvents = useQueries({ queries: parts.map((input) => api.data.catalogueEvent.queryOptions({ input, staleTime })) });
  const person = useQuery(api.data.traits.queryOptions({ input: { of: "person" }, staleTime }));
  const account = useQuery(api.data.traits.queryOptions({ input: { of: "account" }, staleTime }));
  const ofCatalogue = (scope: string, group: string, items: readonly Property[] = []) => items.map((item) => toChoice(scope, group, item));
  const byPath = new Map(
    [
      ...ofEvents.flatMap(({ data }) => ofCatalogue("event", "Event", data?.properties)),
      ...ownProperties,
      ...sessionProperties,
      ...ofCatalogue("person", "Person", person.data?.items),
      ...seen("person", "Person"),
      ...ofCatalogue("account", "Account", account.data?.items),
      text("account.$name", "name of the account", "Account"),
      ...seen("account", "Account"),
      peopleOfAccount,
    ].map((choice) => [choice.value, choice]),
  );
  return { properties: [...byPath.values()], typesOf: (path) => byPath.get(path)?.types ?? ["string"] };
}

type Property = { name: string; types: readonly { type: ValueType; count: number }[]; example: unknown };

function toChoice(scope: string, group: string, { name, types, example }: Property): PropertyChoice {
  const shown = typeof example === "string" ? example : example === undefined || example === null ? "" : JSON.stringify(example);
  return {
    value: `${scope}.${name}`,
    label: name,
    group,
    types: types.toSorted((a, b) => b.count - a.count).map(({ type }) => type),
    ...(shown ? { detail: shown.slice(0, 40) } : {}),
  };
}

/** Choices for events, “any event” first, with how often each came. */
export function eventChoices(events: readonly { name: string; count: number }[], withAny: boolean): Choice[] {
  return [
    ...(withAny ? [{ value: "", label: "Any event" }] : []),
    ...events.map(({ name, count }) => ({ value: name, label: name, detail: formatCompact(count) })),
  ];
}

/** The most frequent values of a property in the last 30 days, to pick from instead of typing. */
export function useValues(property: string, events: Events, enabled: boolean): string[] {
  const answer = useQuery(
    api.insights.query.queryOptions({
      input: {
        kind: "trends",
        range: { last: { value: 30, unit: "day" } },
        interval: "month",
        series: [{ event: events }],
        breakdown: { property, limit: 30 },
      },
      enabled,
      retry: false,
      staleTime: 5 * staleTime,
    }),
  );
  if (answer.data?.kind !== "trends") return [];
  const values = answer.data.series
    .map(({ breakdown }) => breakdown)
    .filter((value) => typeof value === "string" && value !== "" && value !== "$other");
  return [...new Set(values as string[])];
}
