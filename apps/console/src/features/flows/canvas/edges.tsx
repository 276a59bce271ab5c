import { nameOfStep } from "@throughline/contract";
import { BaseEdge, EdgeLabelRenderer, type Edge, type EdgeProps } from "@xyflow/react";
import { IconPlus } from "@tabler/icons-react";
import { formatCompact, plural } from "../../../ui/format-number.ts";
import { edgeId, type PlacedEdge } from "../graph/lay-out-flow.ts";
import { triggerId } from "../graph/edit-flow.ts";
import { wayWords } from "../words/step-words.ts";
import { useCanvas } from "./canvas-context.ts";
import classes from "./canvas.module.css";

export type WayEdge = Edge<{ edge: PlacedEdge; path: string; share: number }, "way">;

/** The thinnest and the thickest line, in pixels. */
const thin = 1.4;
const thick = 7;

/** A way from one step to the next: how many took it shows in its line and in its label; a step can be put into it. */
function Way({ data, markerEnd }: EdgeProps<WayEdge>) {
  if (data === undefined) return null;
  const { edge, path, share } = data;
  return (
    <>
      <BaseEdge
        path={path}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        className={classes.way}
        data-back={edge.isBack || undefined}
        style={{ strokeWidth: thin + (thick - thin) * Math.sqrt(share) }}
      />
      <EdgeLabelRenderer>
        <div className={classes.labelPlace} style={{ transform: `translate(-50%, -50%) translate(${edge.label.x}px, ${edge.label.y}px)` }}>
          <WayLabel edge={edge} />
        </div>
      </EdgeLabelRenderer>
    </>
  );
}
export const edgeTypes = { way: Way };

/** Why one goes this way, how many did, and how to put a step into it. */
export function WayLabel({ edge: { from, way }, inList = false }: { edge: Pick<PlacedEdge, "from" | "way">; inList?: boolean }) {
  const { flow, counts, editable, onAdd } = useCanvas();
  const step = flow.steps[from];
  const words = wayWords(step, way);
  const count = counts?.edges[edgeId(from, way)] ?? 0;
  const where = from === triggerId ? "at the beginning" : `after ${nameOfStep(flow, from)}${words ? `: ${words}` : ""}`;
  return (
    <span className={classes.label} data-bare={(words === "" && count === 0) || undefined}>
      {words ? (
        <span className={classes.wayWords} title={words} dir="auto">
          {words}
        </span>
      ) : null}
      {count > 0 ? (
        <b
          className={classes.wayCount}
          title={counts?.simulated ? `${plural(count, "person", "people")} in the simulation` : plural(count, "person", "people")}
        >
          {formatCompact(count)}
        </b>
      ) : null}
      {editable ? (
        <button
          type="button"
          className={classes.plus}
          // On the canvas N does the same from the step: a stop of Tab at each way would be in the way.
          tabIndex={inList ? 0 : -1}
          aria-label={`Add a step ${where}`}
          onClick={(event) => onAdd({ from, way }, event.currentTarget)}
        >
          <IconPlus size={12} stroke={2.2} aria-hidden="true" />
        </button>
      ) : null}
    </span>
  );
}

/** How wide a way's label is, about, with its number: for the layout, which does not move when numbers come. */
export const labelWidth = (words: string): number => Math.min(190, words.length * 6.3 + (words === "" ? 0 : 14)) + 58;
