import type { JourneyMap } from "@throughline/contract";
import { formatCount } from "../../../ui/format-number.ts";
import { formatRate, formatSpan } from "../format-figure.ts";
import type { MapLayout, NodeBox } from "./lay-out-map.ts";
import classes from "./map.module.css";

/** What is written on the map, above all shapes. Screen readers hear the shapes' own names instead. */
export function FlowTexts({ map, layout, completion }: { map: JourneyMap; layout: MapLayout; completion: string | undefined }) {
  return (
    <g aria-hidden="true">
      {layout.ribbons.map(({ from, to, label, edge }) =>
        label ? (
          <text key={`${from} ${to}`} x={label.x} y={label.y} className={classes.label}>
            {formatCount(edge.count)} skip ahead
          </text>
        ) : null,
      )}
      {layout.arcs.map(({ from, to, label, edge, kind }) => (
        <text key={`${from} ${to}`} x={label.x} y={label.y} textAnchor={kind === "loop" ? "start" : "middle"} className={classes.label}>
          {formatCount(edge.count)} {kind === "loop" ? "again" : "go back"}
        </text>
      ))}
      {layout.nodes.map((node) => (
        <NodeTexts
          key={node.key}
          node={node}
          lineHeight={layout.lineHeight}
          inside={insideOf(node, map, completion)}
          sub={subOf(node, map)}
        />
      ))}
    </g>
  );
}

function NodeTexts({ node, lineHeight, inside, sub }: { node: NodeBox; lineHeight: number; inside: string | null; sub: string }) {
  const { kind, x, y, width, height, lines, notes, count } = node;
  if (kind === "lost")
    return (
      <text x={x} y={y + height + 14} className={classes.label}>
        {formatCount(count)} {lines[0]?.toLowerCase()}
      </text>
    );
  const first = y - 27 - (lines.length - 1) * lineHeight;
  const hasRoom = inside !== null && height >= 26 && width >= 54;
  return (
    <>
      {lines.map((line, index) => (
        <text key={index} x={x} y={first + index * lineHeight} className={classes.name}>
          {line}
        </text>
      ))}
      <text x={x} y={y - 10} className={classes.label}>
        {sub}
      </text>
      {hasRoom ? (
        <text x={x + 10} y={y + Math.min(height / 2 + 5, 24)} className={classes.inside}>
          {inside}
        </text>
      ) : null}
      {hasRoom && kind === "stage" && height >= 48 ? (
        <text x={x + 10} y={y + 39} className={classes.insideWord}>
          go on
        </text>
      ) : null}
      {notes.map((note, index) => (
        <text key={index} x={x} y={y + height + 15 + index * 16} className={classes.note}>
          {note}
        </text>
      ))}
    </>
  );
}

/** In a stage the share of those who left it that did not drop out; in the goal the share of all who entered. */
function insideOf({ key, kind }: NodeBox, { stages }: JourneyMap, completion: string | undefined): string | null {
  if (kind === "goal") return completion ?? null;
  const rate = stages.find((stage) => stage.key === key)?.dropOff.rate ?? null;
  return rate === null ? null : formatRate(1 - rate);
}

function subOf({ key, count, kind }: NodeBox, { stages }: JourneyMap): string {
  const median = stages.find((stage) => stage.key === key)?.dwell.medianSeconds ?? null;
  return `${formatCount(count)}${kind === "goal" ? " · goal" : median === null ? "" : ` · ${formatSpan(median)}`}`;
}
