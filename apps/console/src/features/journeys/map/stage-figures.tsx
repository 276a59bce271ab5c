import type { JourneyMap, MapStage } from "@throughline/contract";
import type { ReactNode } from "react";
import { formatSpan } from "../format-figure.ts";
import type { NameOf } from "../map-words.ts";
import type { JourneyCell } from "../who-cell.ts";
import { Changed, ChannelBar, DropOff, Dwell, Switches, WhoNumber } from "./figure-parts.tsx";
import type { MapLayout } from "./lay-out-map.ts";
import classes from "./map.module.css";

type StageFiguresProps = {
  map: JourneyMap;
  layout: MapLayout;
  nameOf: NameOf;
  compare: boolean;
  gutter: number;
  onWho?: ((cell: Partial<JourneyCell>) => void) | undefined;
};
type Row = { label: string; of: (stage: MapStage) => ReactNode; end?: ReactNode };

/** The figures of each stage under its column of the flow. */
export function StageFigures({ map, layout, nameOf, compare, gutter, onWho }: StageFiguresProps) {
  const { columns, step, endWidth } = layout;
  const who = (value: number, cell: Partial<JourneyCell>, label: string) => (
    <WhoNumber value={value} cell={cell} label={label} onWho={onWho} />
  );
  const switches = columns.reduce((sum, stage) => sum + stage.switches, 0);
  const rows: Row[] = [
    {
      label: "Here now",
      of: ({ key, now, waitingSeconds }) => (
        <>
          <strong>{who(now, { status: "now", stage: key }, `in ${nameOf(key)} now`)}</strong>
          {waitingSeconds === null || now === 0 ? null : (
            <small title="Median time for which they have been here">for {formatSpan(waitingSeconds)}</small>
          )}
        </>
      ),
      end: (
        <>
          <strong>{who(map.open.value, { status: "now" }, "on their way")}</strong>
          <small>in all</small>
        </>
      ),
    },
    {
      label: "Arrived",
      of: ({ key, arrived }) => (
        <>
          {who(arrived.value, { status: "entered", stage: key }, `arrived in ${nameOf(key)}`)}
          <Changed change={arrived} compare={compare} />
        </>
      ),
      end: (
        <>
          {who(map.completed.value, { status: "completed" }, "completed")}
          <Changed change={map.completed} compare={compare} />
        </>
      ),
    },
    {
      label: "Left",
      of: ({ key, left }) => (
        <>
          {who(left.value, { status: "left", stage: key }, `left ${nameOf(key)}`)}
          <Changed change={left} compare={compare} />
        </>
      ),
    },
    {
      label: "Drop-off",
      of: (stage) => <DropOff stage={stage} compare={compare} nameOf={nameOf} onWho={onWho} />,
      end: <Lost map={map} compare={compare} onWho={onWho} />,
    },
    {
      label: "Dwell",
      of: (stage) => <Dwell stage={stage} nameOf={nameOf} onWho={onWho} />,
    },
    { label: "Channels", of: (stage) => <ChannelBar stage={stage} nameOf={nameOf} onWho={onWho} /> },
    {
      label: "Switches",
      of: (stage) => <Switches stage={stage} nameOf={nameOf} onWho={onWho} />,
      end: <WhoNumber value={switches} cell={{ status: "switched" }} label="changes of channel" onWho={onWho} />,
    },
  ];
  return (
    <table className={classes.figures} style={{ width: gutter + layout.width }}>
      <caption className="visually-hidden">Figures of each stage</caption>
      <colgroup>
        <col style={{ width: gutter }} />
        {columns.map(({ key }) => (
          <col key={key} style={{ width: step }} />
        ))}
        <col style={{ width: endWidth }} />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Figure</th>
          {columns.map(({ key }) => (
            <th key={key} scope="col">
              {nameOf(key)}
            </th>
          ))}
          <th scope="col">In all</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, of, end }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {columns.map((stage) => (
              <td key={stage.key}>{of(stage)}</td>
            ))}
            <td>{end}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lost({ map, compare, onWho }: Pick<StageFiguresProps, "map" | "compare" | "onWho">) {
  const lost = { value: map.failed.value + map.expired.value, previous: map.failed.previous + map.expired.previous };
  return (
    <>
      <WhoNumber value={lost.value} cell={{ status: "dropped" }} label="dropped out" onWho={onWho} />
      <Changed change={lost} compare={compare} />
    </>
  );
}
