import type { Way } from "./lay-out-map.ts";
import { packLevels } from "./pack-levels.ts";
import { arcPath, type Point } from "./ribbon-path.ts";

export type ArcShape = Way & { line: string; head: string; thickness: number; label: Point };

type Place = { x: (key: string) => number; nodeWidth: number; perCount: number; least: number };
const mostArcs = 8;
const levelHeight = 24;
const firstHeight = 16;

/** Ways back and the same again, as arcs above the stages; those too rare, or too many to be told apart, are only counted. */
export function layOutArcs(
  ways: readonly Way[],
  { x, nodeWidth, perCount, least }: Place,
): { shapes: ArcShape[]; undrawn: number; height: number } {
  const back = ways.filter(({ kind }) => kind === "return" || kind === "loop").toSorted((a, b) => b.edge.count - a.edge.count);
  const drawn = back.filter(({ edge }) => edge.count >= least).slice(0, mostArcs);
  const feet = drawn.map(({ from, to, kind }) =>
    kind === "loop"
      ? { from: x(from) + nodeWidth * 0.62, to: x(from) + nodeWidth * 0.92 }
      : { from: x(from) + nodeWidth * 0.3, to: x(to) + nodeWidth * 0.45 },
  );
  // A label needs room of its own: a short arc is packed as if it were as long as what is written over it.
  const levels = packLevels(
    feet.map((foot, index) =>
      drawn[index]?.kind === "loop" ? { from: foot.from - 6, to: foot.to + 44 } : { from: foot.to, to: Math.max(foot.from, foot.to + 80) },
    ),
  );
  const heightOf = (index: number) => (drawn[index]?.kind === "loop" ? firstHeight - 4 : firstHeight) + (levels[index] ?? 0) * levelHeight;
  const height = drawn.length === 0 ? 4 : Math.max(...drawn.map((_, index) => heightOf(index))) + 24;
  const shapes = drawn.map((way, index): ArcShape => {
    const foot = feet[index] ?? { from: 0, to: 0 };
    const { line, head, top } = arcPath({ x: foot.from, y: height - 6 }, { x: foot.to, y: height - 6 }, heightOf(index));
    const thickness = Math.min(10, Math.max(1.5, way.edge.count * perCount));
    const label = way.kind === "loop" ? { x: foot.to + 8, y: top.y + 8 } : { x: top.x, y: top.y - thickness / 2 - 4 };
    return { ...way, line, head, thickness, label };
  });
  return { shapes, undrawn: back.length - drawn.length, height };
}
