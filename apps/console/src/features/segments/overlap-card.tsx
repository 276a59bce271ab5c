import { Select } from "@mantine/core";
import type { Segment, SegmentOverlap } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { nounsOf } from "./of-words.ts";
import { circlesOf } from "./overlap-circles.ts";
import classes from "./segments.module.css";

/** How many people (or accounts) this segment shares with another of the same, which stands in the address (`?with=`). */
export function OverlapCard({ segment, state }: { segment: Segment; state: ListState }) {
  const { many } = nounsOf[segment.of];
  const chosen = state.filter("with");
  const list = useQuery(api.segments.list.queryOptions({ input: { limit: 200, of: segment.of }, staleTime: 30_000 }));
  const others = list.data?.items.filter(({ key }) => key !== segment.key) ?? [];
  const nameOf = (key: string) => others.find((one) => one.key === key)?.name ?? key;
  if (list.data && others.length === 0)
    return (
      <Card title="Overlap">
        <p className="dim small">
          With a second segment{segment.of === "account" ? " of accounts" : ""}, this shows how many {many} are in both.
        </p>
      </Card>
    );
  return (
    <Card title="Overlap">
      <Select
        aria-label="Overlap with"
        placeholder="Another segment"
        searchable
        clearable
        data={others.map(({ key, name }) => ({ value: key, label: name }))}
        value={chosen ?? null}
        onChange={(key) => state.set({ with: key ?? undefined })}
        nothingFoundMessage="No such segment"
      />
      {chosen === undefined ? (
        <p className={`${classes.hint} dim small`}>How many {many} are in both.</p>
      ) : (
        <Overlap one={segment} other={{ key: chosen, name: nameOf(chosen) }} />
      )}
    </Card>
  );
}

function Overlap({ one, other }: { one: Segment; other: { key: string; name: string } }) {
  const { data, error, refetch } = useQuery(
    api.segments.overlap.queryOptions({
      input: { key: one.key, other: other.key },
      placeholderData: keepPreviousData,
      refetchInterval: 30_000,
    }),
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton lines={4} />;
  return (
    <div className={classes.overlap}>
      <Drawing overlap={data} />
      <table className={classes.numbers}>
        <tbody>
          <Line mark="one" name={one.name} people={data.one} />
          <Line mark="other" name={other.name} people={data.other} to={`/segments/${encodeURIComponent(other.key)}`} />
          <Line mark="both" name="In both" people={data.both} />
        </tbody>
      </table>
      <p className="dim small">{overlapWords(data, one.name, other.name, nounsOf[one.of].none)}</p>
    </div>
  );
}

function Line({ mark, name, people, to }: { mark: string; name: string; people: number; to?: string }) {
  return (
    <tr>
      <th scope="row">
        <i className={classes.mark} data-mark={mark} aria-hidden="true" />
        {to ? <TextLink to={to}>{name}</TextLink> : name}
      </th>
      <td className="numbers">{formatCount(people)}</td>
    </tr>
  );
}

/** What the shared people are of each, and against chance. */
function overlapWords({ one, other, both, of }: SegmentOverlap, name: string, otherName: string, none: string): string {
  if (one === 0 || other === 0) return `${none} is in ${one === 0 ? name : otherName} now.`;
  const shares = `${formatShare(both / one)} of ${name}, ${formatShare(both / other)} of ${otherName}.`;
  const expected = (one * other) / of;
  return `${shares} If one had nothing to do with the other, about ${formatCount(expected)} would be in both.`;
}

const [width, most, edge] = [300, 52, 2];

/** Areas are in proportion to people. */
function Drawing({ overlap }: { overlap: SegmentOverlap }) {
  const circles = circlesOf(overlap, most);
  if (!circles) return null;
  const { one, other, distance } = circles;
  const [left, right] = [Math.min(-one, distance - other), Math.max(one, distance + other)];
  const start = (width - (right - left)) / 2 - left;
  const height = 2 * (most + edge);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={classes.circles} aria-hidden="true">
      <circle cx={start} cy={height / 2} r={one} data-mark="one" />
      <circle cx={start + distance} cy={height / 2} r={other} data-mark="other" />
    </svg>
  );
}
