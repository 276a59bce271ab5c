import type { Person } from "@throughline/contract";
import { formatCount } from "../../ui/format-number.ts";
import { formatDate } from "../../ui/format-time.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { useFocusWhenLost } from "../../ui/use-focus-when-lost.ts";
import { comparePeople, type Comparison } from "./compare-people.ts";
import classes from "./merge.module.css";
import { personTitle } from "../../ui/person-title.ts";

/** Two people line by line; what differs is marked, in words and in colour. */
export function ComparisonTable({ kept, merged }: { kept: Person; merged: Person }) {
  const timeZone = useTimeZone();
  const place = useFocusWhenLost<HTMLDivElement>();
  const lines = comparePeople(kept, merged);
  const since = ({ firstSeen }: Person) => formatDate(new Date(firstSeen), timeZone);
  return (
    <div ref={place}>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Comparison">
        <table className={classes.table}>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <span>
                  <bdi>{personTitle(kept)}</bdi>
                </span>
                <span className="dim small">stays</span>
              </th>
              <th scope="col">
                <span>
                  <bdi>{personTitle(merged)}</bdi>
                </span>
                <span className="dim small">becomes part of it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.label} line={line} />
            ))}
            <tr>
              <th scope="row">Identifiers</th>
              <td>{kept.identifiers.length}</td>
              <td>{merged.identifiers.length}</td>
            </tr>
            <tr>
              <th scope="row">Interactions</th>
              <td>{formatCount(kept.interactions)}</td>
              <td>{formatCount(merged.interactions)}</td>
            </tr>
            <tr>
              <th scope="row">Known since</th>
              <td>{since(kept)}</td>
              <td>{since(merged)}</td>
            </tr>
            <tr>
              <th scope="row">Last seen</th>
              <td>
                <TimeAgo at={kept.lastSeen} />
              </td>
              <td>
                <TimeAgo at={merged.lastSeen} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Line({ line: { label, kept, merged, agrees } }: { line: Comparison }) {
  return (
    <tr data-agrees={agrees ?? undefined}>
      <th scope="row">
        {label}
        {agrees === false ? <span className={classes.differs}>differs</span> : agrees ? <span className={classes.same}>same</span> : null}
      </th>
      <td>{kept === null ? <span className="faint">–</span> : <bdi>{kept}</bdi>}</td>
      <td>{merged === null ? <span className="faint">–</span> : <bdi>{merged}</bdi>}</td>
    </tr>
  );
}
