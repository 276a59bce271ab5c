import { Graph, layout } from "@dagrejs/dagre";
import { edgesOf, type FlowDefinition } from "@throughline/contract";
import { reachable, triggerId } from "./edit-flow.ts";

export const stepSize = { width: 264, height: 72 };
const endSize = { width: 46, height: 22 };
const labelHeight = 24;

export type Point = { x: number; y: number };
export type PlacedNode = Point & { id: string; width: number; height: number };
export type PlacedEdge = {
  id: string;
  from: string;
  way: string;
  /** The step that it leads to; null is the end. */
  to: string | null;
  /** The node that it ends at: a step, or the mark of an end. */
  target: string;
  /** Leads back up: a loop. */
  isBack: boolean;
  /** From the source's foot to the target's head; empty for one that leads back. */
  points: readonly Point[];
  label: Point;
};
export type PlacedFlow = { nodes: PlacedNode[]; edges: PlacedEdge[]; width: number; height: number };

export const edgeId = (from: string, way: string): string => `${from} ${way}`;
const endId = (from: string, way: string): string => `end ${edgeId(from, way)}`;

/**
 * Where everything stands: from the top down, layer by layer (dagre), each way that ends with a mark of its own. Steps that were put somewhere by hand stand there, and their edges follow.
 * `labelWidth` tells how wide an edge's label is, in pixels.
 */
export function layOutFlow(flow: FlowDefinition, labelWidth: (from: string, way: string) => number): PlacedFlow {
  const graph = new Graph({ multigraph: true, directed: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 34, edgesep: 24, marginx: 24, marginy: 24 });
  graph.setNode(triggerId, { ...stepSize });
  // In the order in which they are come to, so that ways stand from left to right as they are told.
  const met = reachable(flow);
  for (const id of [...met, ...Object.keys(flow.steps).filter((one) => !met.has(one))]) graph.setNode(id, { ...stepSize });
  const edges = edgesOf(flow).filter(({ to }) => to === null || flow.steps[to] !== undefined);
  for (const { from, way, to } of edges) {
    const target = to ?? endId(from, way);
    if (to === null) graph.setNode(target, { ...endSize });
    graph.setEdge(
      from,
      target,
      { width: labelWidth(from, way), height: labelHeight, labelpos: "c", weight: way === "next" ? 2 : 1 },
      edgeId(from, way),
    );
  }
  layout(graph);

  // The mark of an end goes along with its step.
  const stepOfEnd = new Map(edges.filter(({ to }) => to === null).map(({ from, way }) => [endId(from, way), from]));
  const nodes = graph.nodes().map((id): PlacedNode => {
    const own = laidOut(graph, id);
    const byHand = flow.layout[id];
    if (byHand) return { ...own, ...byHand };
    const step = stepOfEnd.get(id);
    const moved = step === undefined ? undefined : flow.layout[step];
    if (step === undefined || moved === undefined) return own;
    const was = laidOut(graph, step);
    return { ...own, x: own.x + moved.x - was.x, y: own.y + moved.y - was.y };
  });
  const placeOf = new Map(nodes.map((node) => [node.id, node]));
  const placed = edges.map(({ from, way, to }): PlacedEdge => {
    const target = to ?? endId(from, way);
    const source = placeOf.get(from);
    const aim = placeOf.get(target);
    const drawn = graph.edge({ v: from, w: target, name: edgeId(from, way) });
    const foot = source ? footOf(source) : { x: 0, y: 0 };
    const head = aim ? headOf(aim) : { x: 0, y: 0 };
    const isBack = from === target || head.y < foot.y;
    const isMoved = flow.layout[from] !== undefined || flow.layout[target] !== undefined;
    const label: Point = isMoved || isBack ? middle(foot, head) : { x: drawn?.x ?? foot.x, y: drawn?.y ?? foot.y };
    const inner = (drawn?.points ?? []).slice(1, -1);
    return {
      id: edgeId(from, way),
      from,
      way,
      to,
      target,
      isBack,
      label: isBack && source && aim ? backLabel(source, aim) : label,
      points: isBack ? [] : isMoved ? [foot, head] : [foot, ...inner, head],
    };
  });
  return { nodes, edges: placed, ...extentOf(nodes) };
}

/** Where something stands by itself. */
function laidOut(graph: Graph, id: string): PlacedNode {
  const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id);
  return { id, x: x - width / 2, y: y - height / 2, width, height };
}

const footOf = ({ x, y, width, height }: PlacedNode): Point => ({ x: x + width / 2, y: y + height });
const headOf = ({ x, y, width }: PlacedNode): Point => ({ x: x + width / 2, y });
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** How far a way back swings out to the side. */
const swing = 34;
const backLabel = (source: PlacedNode, aim: PlacedNode): Point => ({
  x: Math.max(source.x + source.width, aim.x + aim.width) + swing,
  y: (source.y + aim.y) / 2 + source.height / 2,
});

function extentOf(nodes: readonly PlacedNode[]) {
  return {
    width: Math.max(0, ...nodes.map(({ x, width }) => x + width)) + 24,
    height: Math.max(0, ...nodes.map(({ y, height }) => y + height)) + 24,
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The drawing of an edge: curves that leave and arrive upright. */
export function edgePath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${round(x)} ${round(y)}`;
      const half = round((before.y + y) / 2);
      return Math.abs(before.x - x) < 0.5
        ? `L${round(x)} ${round(y)}`
        : `C${round(before.x)} ${half} ${round(x)} ${half} ${round(x)} ${round(y)}`;
    })
    .join("");
}

/** The drawing of a way back: out at the side of the one step and in at the side of the other. */
export function backPath(source: PlacedNode, aim: PlacedNode): string {
  const [x1, y1] = [source.x + source.width, source.y + source.height * 0.65];
  const [x2, y2] = [aim.x + aim.width, aim.y + aim.height * 0.35];
  const side = Math.max(x1, x2) + swing;
  const up = source === aim ? -1 : Math.sign(y2 - y1) || -1;
  const bend = Math.min(16, Math.abs(y2 - y1) / 2);
  return `M${x1} ${y1}L${side - bend} ${y1}Q${side} ${y1} ${side} ${y1 + up * bend}L${side} ${y2 - up * bend}Q${side} ${y2} ${side - bend} ${y2}L${x2} ${y2}`;
}
