import type { JourneyMap } from "@throughline/contract";
import { formatCount } from "../../../ui/format-number.ts";
import { formatSpan } from "../format-figure.ts";
import type { NameOf } from "../map-words.ts";
import { Changed, WhoNumber, type OnWho } from "./figure-parts.tsx";
import { ChannelsTable, SwitchesTable } from "./channel-tables.tsx";
import { waysOf, type MapLayout, type WayKind } from "./lay-out-map.ts";
import classes from "./map.module.css";

const kindWords: Record<WayKind, string> = {
  next: "goes on",
  skip: "skips ahead",
  done: "completes",
  return: "goes back",
  loop: "comes again",
  leave: "leaves",
};

/** Every transition of the range as a row, those out of the first stage first. */
export function MapTable({
  map,
  layout,
  nameOf,
  compare,
  onWho,
}: {
  map: JourneyMap;
  layout: MapLayout;
  nameOf: NameOf;
  compare: boolean;
  onWho?: OnWho;
}) {
  const place = (key: string) => layout.columns.findIndex((stage) => stage.key === key);
  const ways = waysOf(map, layout.columns).toSorted((a, b) => place(a.from) - place(b.from) || b.edge.count - a.edge.count);
  return (
    <div className={classes.tableScroll} role="region" aria-label="Transitions, channels and changes of channel" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">What</th>
            <th scope="col" data-number>
              Transitions
            </th>
            <th scope="col" data-number>
              Instances
            </th>
            {compare ? (
              <th scope="col" data-number>
                Before
              </th>
            ) : null}
            <th scope="col" data-number>
              Median time
            </th>
          </tr>
        </thead>
        <tbody>
          {ways.map(({ from, to, kind, edge }) => (
            <tr key={`${from} ${to}`}>
              <td>{nameOf(from)}</td>
              <td>{nameOf(to)}</td>
              <td className="dim">{kindWords[kind]}</td>
              <td data-number>
                <WhoNumber value={edge.count} cell={{ stage: from, to }} label={`from ${nameOf(from)} to ${nameOf(to)}`} onWho={onWho} />
              </td>
              <td data-number>{formatCount(edge.instances)}</td>
              {compare ? (
                <td data-number>
                  {formatCount(edge.previous)} <Changed change={{ value: edge.count, previous: edge.previous }} compare />
                </td>
              ) : null}
              <td data-number>{edge.medianSeconds === null ? "–" : formatSpan(edge.medianSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {ways.length === 0 ? <p className="dim small">No transition in this range.</p> : null}
      <ChannelsTable map={map} layout={layout} nameOf={nameOf} onWho={onWho} />
      {map.switches.length > 0 ? <SwitchesTable map={map} compare={compare} onWho={onWho} /> : null}
    </div>
  );
}
