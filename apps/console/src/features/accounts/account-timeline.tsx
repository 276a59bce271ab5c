import { Button, SegmentedControl } from "@mantine/core";
import type { AccountSummary } from "@throughline/contract";
import { IconArrowUp } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { api } from "../../app/api.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { personTitle, shortId } from "../../ui/person-title.ts";
import { DayName, TimelineBody, timelineClasses, type Detail } from "../people/index.ts";
import type { Member } from "./account-people.tsx";
import { useNewest } from "./use-newest.ts";

const details: { value: Detail; label: string }[] = [
  { value: "sessions", label: "Visits" },
  { value: "story", label: "Story" },
  { value: "steps", label: "Every step" },
];

/** What happened in the account's name, by all of its people and for them. */
export function AccountTimeline({ account, people }: { account: AccountSummary; people: readonly Member[] }) {
  const { filter, set } = useListState();
  const [date, setDate] = useState<string | null>(null);
  const detail = details.find(({ value }) => value === filter("detail"))?.value ?? "story";
  const list = useRows(
    api.accounts.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: account.id, limit: 100, cursor }),
      ...byCursor,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    }),
  );
  const { entries, isNew, waiting, release } = useNewest(account.id, list.rows);
  const names = useMemo(() => new Map(people.map((person) => [person.id, personTitle(person)])), [people]);
  const personName = useCallback((id: string) => names.get(id) ?? `Person ${shortId(id)}`, [names]);
  const accountName = useCallback(
    (id: string) => (id === account.id ? (account.name ?? account.key) : null),
    [account.id, account.name, account.key],
  );
  return (
    <section className={timelineClasses.panel} aria-labelledby="timeline-heading">
      <div className={timelineClasses.top}>
        <div className={timelineClasses.bar}>
          <h2 id="timeline-heading">Timeline</h2>
          {date === null ? null : (
            <span className="dim small" aria-hidden="true">
              <DayName date={date} />
            </span>
          )}
          <div className={timelineClasses.headingEnd}>
            <SegmentedControl
              size="xs"
              aria-label="How much is shown"
              data={details}
              value={detail}
              onChange={(value) => set({ detail: value === "story" ? undefined : value })}
            />
          </div>
        </div>
      </div>
      {waiting > 0 ? (
        <div className={timelineClasses.newer}>
          <Button variant="filled" radius="xl" leftSection={<IconArrowUp size={15} />} onClick={release}>
            {waiting} new
          </Button>
        </div>
      ) : null}
      <TimelineBody
        list={list}
        entries={entries}
        detail={detail}
        accountName={accountName}
        personName={personName}
        isNew={isNew}
        onDate={setDate}
        narrowed={false}
        onClear={() => undefined}
      />
    </section>
  );
}
