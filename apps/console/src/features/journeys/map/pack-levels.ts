export type Stretch = { from: number; to: number };

/** A level for each stretch, so that those that overlap lie on different ones and shorter ones lie lower. Touching ends do not overlap. */
export function packLevels(stretches: readonly Stretch[]): number[] {
  const levels = stretches.map(() => 0);
  const order = stretches.map((_, index) => index).toSorted((a, b) => lengthOf(stretches[a]) - lengthOf(stretches[b]));
  const placed: number[] = [];
  for (const index of order) {
    const taken = placed.filter((other) => overlap(stretches[index], stretches[other])).map((other) => levels[other] ?? 0);
    levels[index] = taken.length === 0 ? 0 : Math.max(...taken) + 1;
    placed.push(index);
  }
  return levels;
}

const lengthOf = (stretch: Stretch | undefined): number => (stretch ? stretch.to - stretch.from : 0);
const overlap = (a: Stretch | undefined, b: Stretch | undefined): boolean =>
  a !== undefined && b !== undefined && a.from < b.to && b.from < a.to;
