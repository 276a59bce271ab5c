import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { Chip } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { BarChart } from "../../ui/chart/bar-chart.tsx";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { formatDate } from "../../ui/format-time.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { ExampleList, PeopleList, ShareList } from "./drawer-lists.tsx";
import { placeName } from "./friction-columns.tsx";
import type { Place, scopeOf } from "./friction-question.ts";
import { describeHeldOut, describeLift, formatHarm, formatInterval, signalWords, verdictOf } from "./friction-words.ts";
import classes from "./friction.module.css";

type One = Awaited<ReturnType<typeof api.friction.one.call>>;
type Row = NonNullable<One["row"]>;

type FrictionDrawerProps = {
  place: Place | null;
  /** Its row of the ranking, shown until the drawer knows more. */
  known: Row | undefined;
  scope: ReturnType<typeof scopeOf>;
  onClose: () => void;
};

/** One place of friction: what happens, what it costs, when, where, and whom it meets. */
export function FrictionDrawer({ place, known, scope, onClose }: FrictionDrawerProps) {
  const input = { ...scope, ...place };
  const query = useQuery({ ...api.friction.one.queryOptions({ input }), enabled: place !== null, staleTime: 60_000 });
  const row = query.data?.row ?? known;
  const title = row ? placeName(row) : place ? nameOf(place) : "";
  return (
    <SideDrawer opened={place !== null} onClose={onClose} title={<span className={classes.title}>{title}</span>} size={620}>
      {query.error && !query.data ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {place !== null && query.isPending && known ? (
        <div className={classes.drawer}>
          <Head row={known} />
        </div>
      ) : null}
      {place !== null && query.isPending ? <LinesSkeleton lines={9} /> : null}
      {query.data ? <PlaceFacts one={query.data} /> : null}
    </SideDrawer>
  );
}

/** “21 Nov”: days of this page are days of UTC. */
const dayName = (day: string): string => formatDate(new Date(`${day}T00:00:00Z`), "UTC").replace(/ \d{4}$/, "");

/** Until the answer is here, what the address says. */
function nameOf(place: Place): string {
  return place.element || place.page || (place.signal ? signalWords[place.signal].label : "");
}

function PlaceFacts({ one }: { one: One }) {
  const { row, days } = one;
  if (!row) return <p className="dim">In this range nobody met it.</p>;
  return (
    <div className={classes.drawer}>
      <Head row={row} />
      <ChartCard
        title="Sessions hit per day"
        hint={`n ${formatCount(row.sessions)}`}
        fileName={`friction ${placeName(row)}`}
        table={{
          columns: ["Day", "Sessions", "Occurrences"],
          rows: days.map(({ day, sessions, occurrences }) => [day, sessions, occurrences]),
        }}
      >
        <BarChart
          label={`Sessions hit per day: ${placeName(row)}`}
          idleCaption="UTC · point at a bar to read it"
          height={132}
          bars={days.map(({ day, sessions, occurrences }, index) => ({
            key: day,
            value: sessions,
            caption: `${dayName(day)} · ${plural(sessions, "session")}, ${plural(occurrences, "time")}`,
            tick: index % Math.ceil(days.length / 5) === 0 ? dayName(day) : undefined,
          }))}
        />
      </ChartCard>
      <ShareList title="What was said" of={row.sessions} items={one.details} />
      {row.page === null || one.pages.length > 1 ? <ShareList title="Pages" of={row.sessions} items={one.pages} /> : null}
      <div className={classes.halves}>
        <ShareList title="Browsers" of={row.sessions} items={one.browsers} />
        <ShareList title="Devices" of={row.sessions} items={one.devices} />
      </div>
      <ExampleList examples={one.examples} />
      <PeopleList people={one.people} all={row.people} />
    </div>
  );
}

function Head({ row }: { row: Row }) {
  return (
    <>
      {row.element !== null ? <p className="dim small">on {row.page || "no page"}</p> : null}
      <div className={classes.signals}>
        {row.signals.map(({ signal, sessions }) => (
          <Chip key={signal} title={signalWords[signal].means}>
            {signalWords[signal].label} <span className="faint">{formatCount(sessions)}</span>
          </Chip>
        ))}
      </div>
      <Verdict row={row} />
    </>
  );
}

function Verdict({ row }: { row: Row }) {
  const verdict = verdictOf(row);
  return (
    <div className={classes.verdict} data-verdict={verdict}>
      <p>
        {plural(row.sessions, "session")} of {plural(row.people, "person", "people")}
        {verdict !== "few" && row.harm ? (
          <>
            : about <strong>{formatHarm(row.harm.value)}</strong>{" "}
            <span className="faint">({formatInterval(row.harm.low, row.harm.high, formatHarm)})</span> that would have ended well without
            it, if it is the cause
          </>
        ) : null}
        .
      </p>
      <p className="dim small">
        {verdict === "few" ? "Too few sessions to say whether it does harm. " : null}
        {row.lift ? describeLift(row.lift) : "No session without it came to the page on such a device: there is nothing to compare with."}
      </p>
      {verdict === "few" ? null : <p className="dim small">{describeHeldOut(row)}</p>}
      {row.byDefinition ? (
        <p className="dim small">To leave, or to go on, is part of what this signal means: badly here means that they asked for help.</p>
      ) : null}
    </div>
  );
}
