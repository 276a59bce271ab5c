export type Point = { x: number; y: number };

const at = (x: number, y: number): string => `${round(x)} ${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
const curve = (from: Point, to: Point): string => {
  const middle = (from.x + to.x) / 2;
  return `C${at(middle, from.y)} ${at(middle, to.y)} ${at(to.x, to.y)}`;
};

/** A ribbon of one thickness through the points, horizontal at each: its upper edge there, its lower edge back. Points are of its upper edge. */
export function ribbonPath(points: readonly Point[], thickness: number): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const lower = points.map(({ x, y }) => ({ x, y: y + thickness })).toReversed();
  const [corner, ...back] = lower;
  const along = (from: Point, through: readonly Point[]): string =>
    through.map((point, index) => stretch(index === 0 ? from : (through[index - 1] ?? from), point)).join("");
  return `M${at(first.x, first.y)}${along(first, rest)}${corner ? `L${at(corner.x, corner.y)}${along(corner, back)}` : ""}Z`;
}

const stretch = (from: Point, to: Point): string => (from.y === to.y ? `L${at(to.x, to.y)}` : curve(from, to));

/** An arc over what lies between, and the point of its arrow at the end. `height` is how high its top is above its feet. */
export function arcPath(from: Point, to: Point, height: number): { line: string; head: string; top: Point } {
  const lift = height / 0.75;
  const head = `M${at(to.x - 4, to.y - 6)}L${at(to.x, to.y)}L${at(to.x + 4, to.y - 6)}`;
  return {
    line: `M${at(from.x, from.y)}C${at(from.x, from.y - lift)} ${at(to.x, to.y - lift)} ${at(to.x, to.y)}`,
    head,
    top: { x: (from.x + to.x) / 2, y: from.y - height },
  };
}
