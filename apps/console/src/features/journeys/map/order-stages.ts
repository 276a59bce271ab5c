type Way = { from: string; to: string; count: number };

/**
 * Stages in the order of typical depth: neighbours change places while more transitions lead from the later to the earlier than the other way,
 * so that as little as possible flows backwards. What the flow does not decide stays as it was defined.
 */
export function orderStages(keys: readonly string[], ways: readonly Way[]): string[] {
  const ordered = [...keys];
  const counts = new Map(ways.map(({ from, to, count }) => [`${from} ${to}`, count]));
  const between = (from: string, to: string) => counts.get(`${from} ${to}`) ?? 0;
  // Each exchange lessens what flows backwards, so this ends; the bound is for safety with equal counts.
  for (let pass = 0; pass < keys.length; pass++) {
    let changed = false;
    for (let i = 0; i + 1 < ordered.length; i++) {
      const [a, b] = [ordered[i], ordered[i + 1]] as [string, string];
      if (between(b, a) <= between(a, b)) continue;
      ordered.splice(i, 2, b, a);
      changed = true;
    }
    if (!changed) break;
  }
  return ordered;
}
