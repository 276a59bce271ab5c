import type { JourneyMap } from "@throughline/contract";
import { useState, type KeyboardEvent } from "react";
import { formatCount } from "../../../ui/format-number.ts";
import { describeShare, formatSpan } from "../format-figure.ts";
import { describeWay, dropOffTurn, type NameOf } from "../map-words.ts";
import type { JourneyCell } from "../who-cell.ts";
import { FlowTexts } from "./flow-texts.tsx";
import type { MapLayout, NodeBox, Way } from "./lay-out-map.ts";
import classes from "./map.module.css";

type FlowMapProps = {
  map: JourneyMap;
  layout: MapLayout;
  nameOf: NameOf;
  compare: boolean;
  gutter: number;
  completion: string | undefined;
  onWho?: ((cell: Partial<JourneyCell>) => void) | undefined;
};
type Part = { key: string; text: string; cell: Partial<JourneyCell> };

/** The flow as a drawing. One stop for Tab; the arrow keys go through its parts, Enter opens the people behind one. */
export function FlowMap({ map, layout, nameOf, compare, gutter, completion, onWho }: FlowMapProps) {
  const parts = partsOf(map, layout, nameOf);
  const [pointed, setPointed] = useState<string | null>(null);
  const [stop, setStop] = useState(0);
  const at = Math.min(stop, parts.length - 1);
  const current = parts.find(({ key }) => key === pointed);

  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const last = parts.length - 1;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, to));
    setStop(next);
    event.currentTarget.querySelectorAll<SVGGElement>("[data-part]").forEach((element) => {
      if (element.dataset["part"] === parts[next]?.key) element.focus();
    });
  };
  const partProps = (key: string) => {
    const index = parts.findIndex((part) => part.key === key);
    const part = parts[index];
    if (!part) return {};
    const open = () => onWho?.(part.cell);
    return {
      "data-part": key,
      "data-faded": (pointed !== null && pointed !== key && !key.includes("node")) || undefined,
      role: onWho ? "button" : "img",
      tabIndex: index === at ? 0 : -1,
      "aria-label": part.text,
      className: classes.part,
      onPointerEnter: () => setPointed(key),
      onPointerLeave: () => setPointed(null),
      onFocus: () => {
        setPointed(key);
        setStop(index);
      },
      onBlur: () => setPointed(null),
      onClick: open,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
      },
    };
  };

  const worse = new Set(compare ? map.stages.filter((stage) => dropOffTurn(stage) === "worse").map(({ key }) => key) : []);
  return (
    <div style={{ marginLeft: gutter, width: layout.width }}>
      <div className={`${classes.caption} small numbers`} aria-live="polite">
        {current ? <b>{current.text}</b> : <span className="dim">Point at anything to read it; grey arcs go back or come again.</span>}
      </div>
      <svg
        className={classes.flow}
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label="Flow of the journey. Arrow keys go through its stages and transitions."
        onKeyDown={onKeyDown}
      >
        {layout.ribbons.map((ribbon) => (
          <g key={wayKey(ribbon)} {...partProps(wayKey(ribbon))}>
            <path
              d={ribbon.path}
              className={classes.ribbon}
              data-kind={ribbon.kind}
              data-bleeds={(ribbon.kind === "leave" && worse.has(ribbon.from)) || undefined}
            />
          </g>
        ))}
        {layout.arcs.map((arc) => (
          <g key={wayKey(arc)} {...partProps(wayKey(arc))}>
            <path d={arc.line} className={classes.reach} />
            <path d={arc.line} className={classes.arc} strokeWidth={arc.thickness} />
            <path d={arc.head} className={classes.head} />
          </g>
        ))}
        {layout.nodes.map((node) => (
          <g key={node.key} {...partProps(`node ${node.key}`)}>
            <NodeShape node={node} />
          </g>
        ))}
        <FlowTexts map={map} layout={layout} completion={completion} />
      </svg>
      {layout.undrawn > 0 ? (
        <p className={`${classes.undrawn} faint small`}>
          {layout.undrawn === 1 ? "One rarer way is" : `${layout.undrawn} rarer ways are`} in the table.
        </p>
      ) : null}
    </div>
  );
}

const wayKey = ({ from, to }: Way): string => `${from} ${to}`;

/** Everything that can be pointed at, from left to right, each stage before what leads out of it. */
function partsOf(map: JourneyMap, { nodes, ribbons, arcs }: MapLayout, nameOf: NameOf): Part[] {
  const ways: Way[] = [...ribbons, ...arcs];
  return nodes.flatMap((node) => {
    const out = ways.filter(({ from }) => from === node.key);
    return [
      { key: `node ${node.key}`, text: nodeText(node, map, nameOf), cell: nodeCell(node) },
      ...out.map((way) => ({ key: wayKey(way), text: describeWay(way, nameOf), cell: { stage: way.from, to: way.to } })),
    ];
  });
}

function nodeCell({ key, kind }: NodeBox): Partial<JourneyCell> {
  if (kind === "goal") return { status: "completed" };
  if (kind === "stage") return { status: "entered", stage: key };
  return key === "$expired" ? { status: "dropped" } : { status: "failed", failure: key.replace("$failed:", "") };
}

function nodeText({ key, kind, count }: NodeBox, { stages, completed }: JourneyMap, nameOf: NameOf): string {
  if (kind === "goal") return `${formatCount(completed.value)} completed · before ${formatCount(completed.previous)}`;
  const stage = stages.find((one) => one.key === key);
  if (!stage) return `${formatCount(count)} ${nameOf(key)}`;
  const { medianSeconds, p90Seconds } = stage.dwell;
  const dwell =
    medianSeconds === null ? "" : ` · dwell ${formatSpan(medianSeconds)}${p90Seconds === null ? "" : `, p90 ${formatSpan(p90Seconds)}`}`;
  return `${nameOf(key)}: ${formatCount(stage.arrived.value)} arrived · ${formatCount(stage.now)} here now${dwell} · drop-off ${describeShare(stage.dropOff)}`;
}

/** A box, and beside it a dashed line where a hand-off bleeds. */
function NodeShape({ node: { kind, x, y, width, height, notes } }: { node: NodeBox }) {
  const isSeam = notes.some((note) => note.includes("⇢"));
  return (
    <>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={kind === "lost" ? 2 : Math.min(8, height / 2)}
        className={classes.node}
        data-kind={kind}
      />
      {isSeam ? <path d={`M${x + width + 3} ${y}v${Math.max(16, height)}`} className={classes.seam} /> : null}
    </>
  );
}
