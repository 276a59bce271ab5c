import type { MessageChannel } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { formatCompact } from "../../../ui/format-number.ts";
import type { Choice } from "../../insights/index.ts";

const staleTime = 30_000;

/** Segments of people (or of accounts) by name, live or static, with how many are in each. */
export function useSegments(kind: "live" | "static", of: "person" | "account" = "person"): Choice[] {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200, kind, of }, staleTime }));
  return (data?.items ?? []).map(({ key, name, people }) => ({ value: key, label: name, detail: formatCompact(people) }));
}

/** Journeys with their stages in order. */
export function useJourneys() {
  const { data } = useQuery(api.journeys.list.queryOptions({ staleTime }));
  return (data?.items ?? []).map(({ key, name, stages }) => ({
    key,
    name,
    stages: stages.map((stage) => ({ key: stage.key, name: stage.name })),
  }));
}

/** Templates of a channel by name. */
export function useTemplates(channel: MessageChannel) {
  const { data, isPending } = useQuery(api.messages.templates.queryOptions({ input: { channel, limit: 200 }, staleTime: 5_000 }));
  return { templates: data?.items ?? [], isPending };
}

/** The other flows by name. */
export function useOtherFlows(own: string): Choice[] {
  const { data } = useQuery(api.flows.list.queryOptions({ input: { limit: 200 }, staleTime }));
  return (data?.items ?? []).filter(({ key }) => key !== own).map(({ key, name, state }) => ({ value: key, label: name, detail: state }));
}

/** Traits that were seen of people or of accounts. */
export function useTraits(of: "person" | "account"): { name: string; isDate: boolean }[] {
  const { data } = useQuery(api.data.traits.queryOptions({ input: { of }, staleTime: 60_000 }));
  return (data?.items ?? []).map(({ name, types }) => ({ name, isDate: types.some(({ type }) => type === "date") }));
}

/** How segments are called by their keys, and journeys' stages; what is not there (any more) by its key. */
export function useNames(): (key: string) => string {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200 }, staleTime }));
  const journeys = useJourneys();
  return (key) =>
    data?.items.find((segment) => segment.key === key)?.name ??
    journeys.flatMap(({ stages }) => stages).find((stage) => stage.key === key)?.name ??
    key;
}
