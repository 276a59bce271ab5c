import type { JourneyMap, MapEdge, MapStage } from "@throughline/contract";
import { fitText } from "./fit-text.ts";
import { layOutArcs, type ArcShape } from "./lay-out-arcs.ts";
import { orderStages } from "./order-stages.ts";
import { ribbonPath, type Point } from "./ribbon-path.ts";

export type WayKind = "next" | "skip" | "done" | "leave" | "return" | "loop";
export type Way = { from: string; to: string; kind: WayKind; edge: MapEdge };
export type Ribbon = Way & { path: string; label: Point | null };
export type NodeBox = {
  key: string;
  kind: "stage" | "goal" | "lost";
  x: number;
  y: number;
  width: number;
  height: number;
  /** Name above a stage, beside its number of arrivals; under a way to fail. */
  lines: string[];
  notes: string[];
  count: number;
};
export type MapLayout = {
  width: number;
  height: number;
  /** Where each column of the figures under the flow begins, and how wide one is. */
  step: number;
  endWidth: number;
  columns: MapStage[];
  nodes: NodeBox[];
  ribbons: Ribbon[];
  arcs: ArcShape[];
  /** Ways back and ahead that are too rare to draw; the table has them. */
  undrawn: number;
  namesAt: number;
  lineHeight: number;
};

const goal = "$completed";
const expired = "$expired";
const start = "$start";
const tallest = 136;
/** How wide a column is at the least, and the goal: as usual, and beside a form. */
const usualSizes = { leastStep: 112, endWidth: 118 };
export const compactSizes = { leastStep: 78, endWidth: 104 };
/** Of those who entered: what fewer do needs a way of its own and is not drawn. */
const leastShare = 0.005;
const characterWidth = 7.7;
const noteHeight = 16;

/** Columns left to right: `$start` where somebody is or was in no stage yet, the stages by typical depth. */
export function columnsOf({ stages, edges }: JourneyMap): MapStage[] {
  const order = orderStages(
    stages.map(({ key }) => key).filter((key) => key !== start),
    edges,
  );
  const first = stages.find((stage) => stage.key === start && (stage.now > 0 || stage.left.value > 0 || stage.left.previous > 0));
  return [...(first ? [first] : []), ...order.flatMap((key) => stages.find((stage) => stage.key === key) ?? [])];
}

/** Edges as they lie on the map: forwards over columns, back, the same again, to the goal, or out. */
export function waysOf(map: JourneyMap, columns: readonly MapStage[]): Way[] {
  const place = new Map(columns.map(({ key }, index) => [key, index]));
  return map.edges
    .filter(({ count }) => count > 0)
    .flatMap((edge): Way[] => {
      const { from, to } = edge;
      const [a, b] = [place.get(from), place.get(to)];
      if (a === undefined) return [];
      if (b === undefined) return [{ from, to, edge, kind: to === goal ? "done" : "leave" }];
      return [{ from, to, edge, kind: a === b ? "loop" : b < a ? "return" : b === a + 1 ? "next" : "skip" }];
    });
}

/** Whether a way leads over a column. */
const isOver = (index: ReadonlyMap<string, number>, from: string, to: string): boolean => (index.get(to) ?? 0) - (index.get(from) ?? 0) > 1;

/** Where everything lies, for a drawing `available` pixels wide (wider if there are more columns than that can hold). `notes` are lines under a stage. */
export function layOutMap(
  map: JourneyMap,
  available: number,
  notes: ReadonlyMap<string, readonly string[]> = new Map(),
  { leastStep, endWidth } = usualSizes,
): MapLayout {
  const columns = columnsOf(map);
  const ways = waysOf(map, columns);
  const step = Math.max(leastStep, (available - endWidth) / Math.max(1, columns.length));
  const width = step * columns.length + endWidth;
  const nodeWidth = Math.min(116, Math.round(step * 0.52));
  const index = new Map<string, number>([...columns.map(({ key }, i): [string, number] => [key, i]), [goal, columns.length]]);
  const x = (key: string) => (index.get(key) ?? columns.length) * step;

  const sum = (of: (way: Way) => boolean) => ways.filter(of).reduce((total, { edge }) => total + edge.count, 0);
  const visits = new Map(columns.map((stage) => [stage.key, Math.max(stage.arrived.value, stage.left.value)]));
  const most = Math.max(1, map.completed.value, map.expired.value, ...map.failures.map(({ count }) => count.value), ...visits.values());
  const perCount = tallest / most;
  const thick = (way: Way) => Math.max(1, way.edge.count * perCount);

  const least = Math.max(1, map.entered.value * leastShare);
  const arcs = layOutArcs(ways, { x, nodeWidth, perCount, least });
  const rare = ways.filter(({ kind, from, to, edge }) => isOver(index, from, to) && kind !== "leave" && edge.count < least);
  const names = columns.map(({ key, name }) => fitText(key === start ? "Entered" : name, Math.floor((step - 14) / characterWidth), 2));
  const lineHeight = 17;
  const namesAt = arcs.height + 14;
  const nodesTop = namesAt + (Math.max(1, ...names.map((lines) => lines.length)) - 1) * lineHeight + 17 + 10;

  const nodes: NodeBox[] = columns.map(({ key, arrived }, i) => ({
    key,
    kind: "stage",
    x: i * step,
    y: nodesTop,
    width: nodeWidth,
    height: Math.max(4, (visits.get(key) ?? 0) * perCount),
    lines: names[i] ?? [],
    notes: (notes.get(key) ?? []).flatMap((note) => fitText(note, Math.floor((nodeWidth + 14) / 6.2), 3)),
    count: arrived.value,
  }));
  nodes.push({
    key: goal,
    kind: "goal",
    x: columns.length * step,
    y: nodesTop,
    width: endWidth,
    height: Math.max(4, map.completed.value * perCount),
    lines: ["Completed"],
    notes: [],
    count: map.completed.value,
  });

  // Each side of a node is filled from above: what goes nearest first, so that ways out do not cross one another.
  const outAt = new Map(columns.map(({ key }) => [key, nodesTop]));
  const inAt = new Map([...index.keys()].map((key) => [key, nodesTop]));
  const take = (side: Map<string, number>, key: string, amount: number): number => {
    const y = side.get(key) ?? nodesTop;
    side.set(key, y + amount);
    return y;
  };
  const span = ({ from, to }: Way) => (index.get(to) ?? 0) - (index.get(from) ?? 0);
  const forwards = ways
    .filter((way) => (way.kind === "next" || way.kind === "skip" || way.kind === "done") && !rare.includes(way))
    .toSorted((a, b) => span(a) - span(b));
  const floor = nodes.map(({ y, height, notes: lines }) => y + height + 8 + lines.length * noteHeight);
  const ribbons: Ribbon[] = forwards.map((way) => {
    const thickness = thick(way);
    const from = { x: x(way.from) + nodeWidth, y: take(outAt, way.from, way.edge.count * perCount) };
    const to = { x: x(way.to), y: take(inAt, way.to, way.edge.count * perCount) };
    const [a, b] = [index.get(way.from) ?? 0, index.get(way.to) ?? 0];
    if (b === a + 1) return { ...way, path: ribbonPath([from, to], thickness), label: null };
    const lane = Math.max(...floor.slice(a + 1, b)) + 4;
    for (let column = a + 1; column < b; column++) floor[column] = lane + thickness + 16;
    const [left, right] = [(a + 1) * step - 4, (b - 1) * step + nodeWidth + 4];
    return {
      ...way,
      path: ribbonPath([from, { x: left, y: lane }, { x: right, y: lane }, to], thickness),
      label: { x: left + 4, y: lane + thickness + 12 },
    };
  });

  // Those who leave flow along the bottom, those of the first stage lowest, and the river widens.
  let bandTop = Math.max(...floor) + 14;
  const ends = [
    ...map.failures.map(({ key, name, count }) => ({ key: `$failed:${key}`, name, count })),
    { key: expired, name: "Out of time", count: map.expired },
  ];
  for (const end of ends) {
    const leaving = ways.filter(({ kind, to }) => kind === "leave" && to === end.key).toSorted((a, b) => x(a.from) - x(b.from));
    const total = sum(({ to }) => to === end.key) * perCount;
    if (total === 0) continue;
    let lane = bandTop + Math.max(2, total);
    for (const way of leaving) {
      lane -= way.edge.count * perCount;
      const from = { x: x(way.from) + nodeWidth, y: take(outAt, way.from, way.edge.count * perCount) };
      const path = ribbonPath([from, { x: x(way.from) + step, y: lane }, { x: columns.length * step, y: lane }], thick(way));
      ribbons.push({ ...way, path, label: null });
    }
    const lines = fitText(end.name, Math.floor((endWidth - 30) / 6.2), 1);
    nodes.push({
      key: end.key,
      kind: "lost",
      x: columns.length * step,
      y: bandTop,
      width: endWidth,
      height: Math.max(2, total),
      lines,
      notes: [],
      count: end.count.value,
    });
    bandTop += Math.max(2, total) + 24;
  }
  const height = Math.max(bandTop, Math.max(...floor) + 8);
  return {
    width,
    height,
    step,
    endWidth,
    columns,
    nodes,
    ribbons,
    arcs: arcs.shapes,
    undrawn: arcs.undrawn + rare.length,
    namesAt,
    lineHeight,
  };
}
