/** Values for a sparkline: what varies fills its height, so that a share between 40 % and 48 % does not look like a line. Nulls are left out. */
export function sparkValues(values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0 || most === least) return known.map(() => 50);
  const floor = Math.max(0, least - (most - least) * 0.4);
  return known.map((value) => ((value - floor) / (most - floor)) * 100);
}
