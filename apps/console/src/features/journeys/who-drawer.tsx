import { api } from "../../app/api.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { LoadMore } from "../../ui/load-more.tsx";
import { personTitle } from "../../ui/person-title.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { SaveSegment } from "../segments/index.ts";
import { queryRangeOf, type JourneyRange } from "./journey-range.ts";
import classes from "./journeys.module.css";
import type { NameOf } from "./map-words.ts";
import { seamName } from "./seam-words.ts";
import { describeCell, type JourneyCell } from "./who-cell.ts";

type WhoDrawerProps = { journey: string; range: JourneyRange; cell: JourneyCell | null; nameOf: NameOf; onClose: () => void };

/** The people behind one number of the journey, page by page. */
export function WhoDrawer({ journey, range, cell, nameOf, onClose }: WhoDrawerProps) {
  return (
    <SideDrawer opened={cell !== null} onClose={onClose} title={cell ? describeCell(cell, nameOf, seamName) : ""}>
      {cell ? <Who journey={journey} range={range} cell={cell} title={describeCell(cell, nameOf, seamName)} /> : null}
    </SideDrawer>
  );
}

function Who({ journey, range, cell, title }: { journey: string; range: JourneyRange; cell: JourneyCell; title: string }) {
  const list = useRows(
    api.journeys.people.infiniteOptions({
      input: (cursor: string | undefined) => ({ key: journey, ...range, cell, cursor, limit: 50 }),
      ...byCursor,
      staleTime: 30_000,
    }),
  );
  const total = list.firstPage?.total ?? 0;
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <LinesSkeleton lines={10} />;
  return (
    <div className={classes.drawer}>
      <p className="dim small">
        {plural(total, "person", "people")} in this range. Numbers of the map count instances and visits: one person may be behind several.{" "}
        <TextLink className="underlined" to={instancesOf(journey, range, cell)}>
          See the instances
        </TextLink>
      </p>
      {total > 0 ? (
        <div>
          <SaveSegment key={title} query={{ kind: "journey", journey, range: queryRangeOf(range) }} cell={cell} title={title} />
        </div>
      ) : null}
      {list.rows.length === 0 ? <p className="dim">Nobody: those behind it may have been deleted since.</p> : null}
      <ul className={classes.people}>
        {list.rows.map((person) => (
          <li key={person.id}>
            <span className={classes.who}>
              <TextLink to={`/people/${person.id}`}>
                <span dir="auto">{personTitle(person)}</span>
              </TextLink>
              <span className="dim small truncate">
                {[person.account?.name ?? person.account?.key, person.email === personTitle(person) ? null : person.email]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <span className="faint small">
              <TimeAgo at={person.lastSeen} />
            </span>
          </li>
        ))}
      </ul>
      <LoadMore list={list} label={`Show more (${formatCount(total - list.rows.length)} left)`} />
    </div>
  );
}

const outcomes: Partial<Record<JourneyCell["status"], string>> = { now: "open", completed: "completed", failed: "failed" };

/** The instances that come nearest to what a number counts. */
function instancesOf(journey: string, { last, from, to }: JourneyRange, cell: JourneyCell): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ last, from, to })) if (value !== undefined) params.set(name, value);
  if (cell.stage !== undefined) params.set("stage", cell.stage);
  const outcome = outcomes[cell.figure === "completion" ? "completed" : cell.status];
  if (outcome) params.set("outcome", outcome);
  return `/journeys/${journey}/instances?${params}`;
}
