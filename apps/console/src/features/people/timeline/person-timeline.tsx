import { Button, SegmentedControl } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { Interaction, Person } from "@throughline/contract";
import { IconArrowUp } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { api, client } from "../../../app/api.ts";
import { announce } from "../../../ui/announce.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { plural } from "../../../ui/format-number.ts";
import { personTitle } from "../../../ui/person-title.ts";
import { DayName } from "./day-heading.tsx";
import { LiveDot } from "./live-dot.tsx";
import { mergeTimeline } from "./merge-timeline.ts";
import { TimelineBody } from "./timeline-body.tsx";
import { matchesFilter } from "./timeline-filter.ts";
import { TimelineFilters } from "./timeline-filters.tsx";
import type { Detail } from "./timeline-rows.ts";
import classes from "./timeline.module.css";
import { useLiveTail } from "./use-live-tail.ts";
import { useTimelineState } from "./use-timeline-state.ts";

const pageSize = 100;
const details: { value: Detail; label: string }[] = [
  { value: "sessions", label: "Visits" },
  { value: "story", label: "Story" },
  { value: "steps", label: "Every step" },
];
const later = (a: string, b: string) => (Date.parse(a) < Date.parse(b) ? b : a);
/** Interactions that say something about the person beside the timeline. */
const tellsOfPerson = ({ kind, name }: Interaction) => kind === "identify" || kind === "group" || kind === "alias" || /consent/i.test(name);

/** Everything that a person did and that was done for them, newest first, growing as it happens. */
export function PersonTimeline({ person }: { person: Person }) {
  const state = useTimelineState();
  const { filter, bounds, narrowed, linked } = state;
  const queryClient = useQueryClient();
  const [date, setDate] = useState<string | null>(null);

  const personQuery = api.people.get.queryOptions({ input: { id: person.id } });
  const input = {
    id: person.id,
    limit: pageSize,
    search: filter.search,
    kind: filter.kind,
    channel: filter.channel,
    name: filter.name,
    ...bounds,
  };
  const list = useRows(
    api.people.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...input, cursor }),
      ...byCursor,
      staleTime: 30_000,
      refetchOnWindowFocus: false,
    }),
  );
  const tail = useLiveTail({
    person: person.id,
    enabled: !linked && filter.to === undefined,
    matches: (interaction) => matchesFilter(interaction, filter, bounds),
    catchUp: async () => (await client.people.timeline(input)).items,
    question: JSON.stringify(input),
    onArrival: (interactions) => {
      queryClient.setQueryData(
        personQuery.queryKey,
        (before) =>
          before && {
            ...before,
            interactions: before.interactions + interactions.length,
            lastSeen: interactions.map(({ at }) => at).reduce(later, before.lastSeen),
          },
      );
      if (interactions.some(tellsOfPerson)) void queryClient.invalidateQueries({ queryKey: personQuery.queryKey });
      announce(plural(interactions.length, "new interaction"));
    },
  });
  const entries = useMemo(() => mergeTimeline(list.rows, tail.arrived), [list.rows, tail.arrived]);
  const accountNames = useMemo(() => new Map(person.accounts.map(({ id, name, key }) => [id, name ?? key])), [person.accounts]);
  const accountName = useCallback((id: string) => accountNames.get(id) ?? null, [accountNames]);

  const set = useRef(state.set);
  set.current = state.set;
  const filterName = useCallback((name: string) => set.current({ name }), []);

  return (
    <section className={classes.panel} aria-labelledby="timeline-heading">
      <div className={classes.heading}>
        <h2 id="timeline-heading">Timeline</h2>
        <span className="dim small numbers">{plural(person.interactions, "interaction")}</span>
        <div className={classes.headingEnd}>
          {linked ? null : <LiveDot state={tail.state} />}
          <SegmentedControl
            size="xs"
            aria-label="How much is shown"
            data={details}
            value={state.detail}
            onChange={(detail) => state.set({ detail: detail === "story" ? undefined : detail })}
          />
        </div>
      </div>
      <div className={classes.top}>
        <TimelineFilters state={state} />
        {date === null ? null : (
          <div className={`${classes.where} small`} aria-hidden="true">
            <b>
              <DayName date={date} />
            </b>
          </div>
        )}
      </div>
      {linked ? (
        <div className={`${classes.notice} small`}>
          Linked from elsewhere: shown up to half an hour after it.
          <Button size="xs" onClick={state.leaveLinked}>
            Show everything
          </Button>
        </div>
      ) : null}
      {tail.waiting > 0 ? (
        <div className={classes.newer}>
          <Button variant="filled" radius="xl" leftSection={<IconArrowUp size={15} />} onClick={tail.release}>
            {tail.waiting} new
          </Button>
        </div>
      ) : null}
      <TimelineBody
        list={list}
        entries={entries}
        detail={filter.name || filter.search ? "steps" : state.detail}
        accountName={accountName}
        focus={state.entry}
        isNew={tail.isNew}
        customer={personTitle(person)}
        narrowed={narrowed}
        onClear={state.clear}
        onFilterName={filterName}
        onDate={setDate}
      />
    </section>
  );
}
