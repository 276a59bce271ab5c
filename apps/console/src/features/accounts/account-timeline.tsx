import type { AccountSummary, Interaction } from "@throughline/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, client } from "../../app/api.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { personTitle, shortId } from "../../ui/person-title.ts";
import { later, LiveTimeline, useTimelineState } from "../people/index.ts";
import type { Member } from "./account-people.tsx";

/** What happened in the account's name, by all of its people and for them. */
export function AccountTimeline({ account, people }: { account: AccountSummary; people: readonly Member[] }) {
  const state = useTimelineState();
  const queryClient = useQueryClient();
  const input = { id: account.id, ...state.asked };
  const list = useRows(
    api.accounts.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, cursor }),
      ...byCursor,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    }),
  );
  const onArrival = (interactions: readonly Interaction[]) => {
    const { queryKey } = api.accounts.get.queryOptions({ input: { id: account.id } });
    const times = interactions.map(({ at }) => at);
    queryClient.setQueryData(queryKey, (before) => before && { ...before, lastSeen: times.reduce(later, before.lastSeen) });
    if (!interactions.some(({ kind }) => kind === "group" || kind === "identify")) return;
    // Who joined, as what, and what it is called.
    void queryClient.invalidateQueries({ queryKey });
    void queryClient.invalidateQueries({ queryKey: api.accounts.people.key() });
  };
  const names = useMemo(() => new Map(people.map((person) => [person.id, personTitle(person)])), [people]);
  const personName = useCallback((id: string) => names.get(id) ?? `Person ${shortId(id)}`, [names]);
  const accountName = useCallback(
    (id: string) => (id === account.id ? (account.name ?? account.key) : null),
    [account.id, account.name, account.key],
  );
  return (
    <LiveTimeline
      state={state}
      follows={{ account: account.id }}
      list={list}
      question={JSON.stringify(input)}
      catchUp={async () => (await client.accounts.timeline(input)).items}
      onArrival={onArrival}
      accountName={accountName}
      personName={personName}
    />
  );
}
