import type { AccountSummary } from "@throughline/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { api, client } from "../../app/api.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { personTitle, shortId } from "../../ui/person-title.ts";
import { LiveTimeline, useTimelineState } from "../people/index.ts";
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
      // Who joined, what it is called, when it was last seen.
      onArrival={() => void queryClient.invalidateQueries({ queryKey: api.accounts.get.queryKey({ input: { id: account.id } }) })}
      accountName={accountName}
      personName={personName}
    />
  );
}
