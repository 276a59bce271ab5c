import type { OddsTable } from "./odds-ratio.ts";

/**
 * How likely so large a difference between two groups is by chance alone, 0…1: Fisher's exact test (R. A. Fisher, Statistical Methods for Research Workers, 5th ed. 1934, § 21.02), two-sided as twice
 * the smaller tail. Given how many have it in all, the number in the first group is hypergeometric where nothing differs. Exact, hence never too small: also for groups of unequal size and rare things,
 * where the normal approximation of the odds ratio finds differences that are none.
 */
export function fisherTest(table: OddsTable): number {
  const { with: first, of: drawn, othersWith, othersOf } = table;
  const having = first + othersWith;
  const all = drawn + othersOf;
  if (all === 0) return 1;
  const isMany = first * all >= drawn * having;
  const step = isMany ? 1 : -1;
  const least = Math.max(0, having - othersOf);
  const most = Math.min(drawn, having);
  // From what was seen outwards terms only get smaller: those that change nothing any more are left out.
  let term = Math.exp(logChoose(drawn, first) + logChoose(othersOf, othersWith) - logChoose(all, having));
  let tail = 0;
  for (let k = first; k >= least && k <= most; k += step) {
    tail += term;
    if (term <= tail * Number.EPSILON) break;
    term *= isMany
      ? ((drawn - k) * (having - k)) / ((k + 1) * (othersOf - having + k + 1))
      : (k * (othersOf - having + k)) / ((drawn - k + 1) * (having - k + 1));
  }
  return Math.min(1, 2 * tail);
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

const exactly: number[] = [0];
for (let n = 1; n < 64; n++) exactly.push((exactly[n - 1] as number) + Math.log(n));
/** ln n!; beyond the first by Stirling's series, whose error there is below 10⁻¹³. */
function logFactorial(n: number): number {
  const known = exactly[n];
  if (known !== undefined) return known;
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}
