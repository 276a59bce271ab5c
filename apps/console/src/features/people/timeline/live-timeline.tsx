import { Button, SegmentedControl } from "@mantine/core";
import type { Interaction } from "@throughline/contract";
import { IconArrowUp } from "@tabler/icons-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { announce } from "../../../ui/announce.ts";
import type { Rows } from "../../../ui/data-table/use-rows.ts";
import { plural } from "../../../ui/format-number.ts";
import { DayName } from "./day-heading.tsx";
import { LiveDot } from "./live-dot.tsx";
import { mergeTimeline } from "./merge-timeline.ts";
import { TimelineBody } from "./timeline-body.tsx";
import { matchesFilter } from "./timeline-filter.ts";
import { TimelineFilters } from "./timeline-filters.tsx";
import type { TimelineListProps } from "./timeline-list.tsx";
import type { Detail } from "./timeline-rows.ts";
import classes from "./timeline.module.css";
import { useLiveTail } from "./use-live-tail.ts";
import type { TimelineState } from "./use-timeline-state.ts";

const details: { value: Detail; label: string }[] = [
  { value: "sessions", label: "Visits" },
  { value: "story", label: "Story" },
  { value: "steps", label: "Every step" },
];

type LiveTimelineProps = Pick<TimelineListProps, "accountName" | "personName" | "customer"> & {
  state: TimelineState;
  /** Whose timeline it is. */
  follows: { person: string } | { account: string };
  list: Rows<Interaction>;
  /** How much there is in all, beside the heading. */
  count?: string;
  /** What the list was asked: what was heard under another question does not belong to it. */
  question: string;
  /** The newest page anew. */
  catchUp: () => Promise<readonly Interaction[]>;
  onArrival?: (interactions: readonly Interaction[]) => void;
};

/** A timeline with its filters, newest first, growing as it happens. */
export function LiveTimeline(props: LiveTimelineProps) {
  const { state, follows, list, count, question, catchUp, onArrival, accountName, personName, customer } = props;
  const { filter, bounds, narrowed, linked } = state;
  const [date, setDate] = useState<string | null>(null);
  const tail = useLiveTail({
    follows,
    enabled: !linked && filter.to === undefined,
    matches: (interaction) => matchesFilter(interaction, filter, bounds),
    catchUp,
    question,
    onArrival: (interactions) => {
      onArrival?.(interactions);
      announce(plural(interactions.length, "new interaction"));
    },
  });
  const entries = useMemo(() => mergeTimeline(list.rows, tail.arrived), [list.rows, tail.arrived]);
  const set = useRef(state.set);
  set.current = state.set;
  const filterName = useCallback((name: string) => set.current({ name }), []);

  return (
    <section className={classes.panel} aria-labelledby="timeline-heading">
      <div className={classes.heading}>
        <h2 id="timeline-heading">Timeline</h2>
        <span className="dim small numbers">{count}</span>
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
        personName={personName}
        focus={state.entry}
        isNew={tail.isNew}
        customer={customer}
        narrowed={narrowed}
        onClear={state.clear}
        onFilterName={filterName}
        onDate={setDate}
      />
    </section>
  );
}
