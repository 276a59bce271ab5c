import { edgesOf, type FlowDefinition } from "@throughline/contract";
import type { PlacedFlow } from "./lay-out-flow.ts";

export type Direction = "up" | "down" | "left" | "right";

/**
 * The node that an arrow key leads to: down along the first way, up to where one comes from, left and right to the neighbour of the same height. Null where there is none.
 * Marks of ends are passed over: nothing can be done with them that cannot be done with their step.
 */
export function walk(flow: FlowDefinition, { nodes }: PlacedFlow, from: string, direction: Direction): string | null {
  const steps = nodes.filter(({ id }) => !id.startsWith("end "));
  const here = steps.find(({ id }) => id === from);
  if (here === undefined) return steps[0]?.id ?? null;
  const edges = edgesOf(flow);
  const known = new Map(steps.map((node) => [node.id, node]));
  if (direction === "down") {
    const next = edges.find((edge) => edge.from === from && edge.to !== null && edge.to !== from && known.has(edge.to));
    return next?.to ?? null;
  }
  if (direction === "up") {
    const above = edges.filter(({ to }) => to === from).flatMap((edge) => known.get(edge.from) ?? []);
    return above.filter(({ y }) => y < here.y).toSorted((a, b) => b.y - a.y)[0]?.id ?? null;
  }
  const isBeside = direction === "left" ? (x: number) => x < here.x : (x: number) => x > here.x;
  const beside = steps.filter(({ id, x, y }) => id !== from && isBeside(x) && Math.abs(y - here.y) < here.height);
  return beside.toSorted((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x))[0]?.id ?? nearestBeside(steps, here, isBeside);
}

type Node = PlacedFlow["nodes"][number];

/** Where nothing stands at the same height: the nearest to that side, at most two layers away. */
function nearestBeside(steps: readonly Node[], here: Node, isBeside: (x: number) => boolean): string | null {
  const distance = ({ x, y }: Node) => Math.hypot(x - here.x, y - here.y);
  const near = steps.filter((node) => node.id !== here.id && isBeside(node.x + 1) && isBeside(node.x - 1));
  const within = near.filter(({ y }) => Math.abs(y - here.y) < here.height * 5);
  return within.toSorted((a, b) => distance(a) - distance(b))[0]?.id ?? null;
}
