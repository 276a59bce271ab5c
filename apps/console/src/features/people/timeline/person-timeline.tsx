import { useQueryClient } from "@tanstack/react-query";
import type { Interaction, Person } from "@throughline/contract";
import { useCallback, useMemo } from "react";
import { api, client } from "../../../app/api.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { plural } from "../../../ui/format-number.ts";
import { personTitle } from "../../../ui/person-title.ts";
import { later } from "./later.ts";
import { LiveTimeline } from "./live-timeline.tsx";
import { useTimelineState } from "./use-timeline-state.ts";

/** Interactions that say something about the person beside the timeline. */
const tellsOfPerson = ({ kind, name }: Interaction) => kind === "identify" || kind === "group" || kind === "alias" || /consent/i.test(name);

/** Everything that a person did and that was done for them. */
export function PersonTimeline({ person }: { person: Person }) {
  const state = useTimelineState();
  const queryClient = useQueryClient();
  const input = { id: person.id, ...state.asked };
  const list = useRows(
    api.people.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, cursor }),
      ...byCursor,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    }),
  );
  const onArrival = (interactions: readonly Interaction[]) => {
    const { queryKey } = api.people.get.queryOptions({ input: { id: person.id } });
    queryClient.setQueryData(
      queryKey,
      (before) =>
        before && {
          ...before,
          interactions: before.interactions + interactions.length,
          lastSeen: interactions.map(({ at }) => at).reduce(later, before.lastSeen),
        },
    );
    if (interactions.some(tellsOfPerson)) void queryClient.invalidateQueries({ queryKey });
  };
  const accountNames = useMemo(() => new Map(person.accounts.map(({ id, name, key }) => [id, name ?? key])), [person.accounts]);
  const accountName = useCallback((id: string) => accountNames.get(id) ?? null, [accountNames]);
  return (
    <LiveTimeline
      state={state}
      follows={{ person: person.id }}
      list={list}
      count={plural(person.interactions, "interaction")}
      question={JSON.stringify(input)}
      catchUp={async () => (await client.people.timeline(input)).items}
      onArrival={onArrival}
      accountName={accountName}
      customer={personTitle(person)}
    />
  );
}
