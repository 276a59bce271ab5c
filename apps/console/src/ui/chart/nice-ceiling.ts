/** The smallest of 1, 2, 4, 6, 8, 10 × 10ⁿ that is not below the value: the top of an axis whose half is round too. At least 2. */
export function niceCeiling(value: number): number {
  if (value <= 2) return 2;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((candidate) => candidate * magnitude >= value) ?? 10;
  return step * magnitude;
}
