import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { Chip } from "../../ui/chip.tsx";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { formatDate } from "../../ui/format-time.ts";
import { isKind } from "../../ui/kinds.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat, StatRow } from "../../ui/stat.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import type { Kind } from "@throughline/contract";
import type { Property } from "./catalogue-query.ts";
import classes from "./catalogue.module.css";
import { describeConflict } from "./describe-types.ts";
import { PropertyTable } from "./property-table.tsx";

const recentDays = 30;

/** One event: how much, whose, its properties, and where its types disagree. */
export function EventPage() {
  const { kind, name } = useParams({ from: "/shell/data/catalogue/$kind/$name" });
  if (!isKind(kind)) throw new ApiError("not_found", `There is no kind of event called ${kind}.`);
  return <Event kind={kind} name={name} />;
}

function Event({ kind, name }: { kind: Kind; name: string }) {
  const { data: event } = useSuspenseQuery(api.data.catalogueEvent.queryOptions({ input: { kind, name } }));
  const timeZone = useTimeZone();
  const stats = useQuery(api.data.stats.queryOptions({ input: { kind, name, from: daysAgo(recentDays) }, staleTime: 60_000 }));
  const recently = stats.isError ? "could not be counted" : `${recentDays} d`;
  const conflicting = event.properties.filter(({ conflict }) => conflict);
  return (
    <Page
      title={event.name}
      badges={<Chip>{kind}</Chip>}
      description={`Seen since ${formatDate(new Date(event.firstSeen), timeZone)} · ${plural(event.properties.length, "property", "properties")}${conflicting.length > 0 ? ` · ${plural(conflicting.length, "conflict")}` : ""}`}
      actions={
        <>
          <LinkButton to="/data/catalogue">Catalogue</LinkButton>
          <LinkButton to={`/data/live?kind=${kind}&name=${encodeURIComponent(name)}`}>Live events</LinkButton>
        </>
      }
    >
      <StatRow>
        <Stat label="Seen" value={formatCount(event.count)} detail="ever" />
        <Stat label="Interactions" value={stats.data ? formatCount(stats.data.interactions) : "–"} detail={recently} />
        <Stat label="People" value={stats.data ? formatCount(stats.data.people) : "–"} detail={recently} />
        <Stat label="Last seen" value={<TimeAgo at={event.lastSeen} />} />
      </StatRow>
      {conflicting.length > 0 ? <ConflictsCard properties={conflicting} /> : null}
      <PropertyTable
        id="properties"
        label="Properties"
        one="property"
        list={allRows({ data: { items: event.properties }, isPending: false, error: null, refetch: () => undefined })}
        of={event.count}
        empty={
          <EmptyState title="It comes without properties">
            Properties say more about what happened: which plan, what amount, from where. Add them where you send the event.
          </EmptyState>
        }
      />
    </Page>
  );
}

function ConflictsCard({ properties }: { properties: readonly Property[] }) {
  return (
    <Card title="Types that disagree" hint={formatCount(properties.length)} flush>
      <ul className={classes.conflicts}>
        {properties.map((property) => (
          <li key={property.name}>
            <code>{property.name}</code>
            <span className="dim">{describeConflict(property)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** To the hour, so that the question stays the same while the page is open. */
function daysAgo(days: number): string {
  const hourMs = 3_600_000;
  return new Date(Math.floor(Date.now() / hourMs) * hourMs - days * 24 * hourMs).toISOString();
}
