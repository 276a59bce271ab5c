import type { Channel, JourneyMap, MapEdge, Share } from "@throughline/contract";

export type StageSpec = {
  key: string;
  name: string;
  now?: number;
  dwell?: [median: number, p90: number];
  channels?: Partial<Record<Channel, number>>;
  switches?: number;
};
export type WaySpec = [from: string, to: string, count: number, previous: number, medianSeconds?: number];
type MapSpec = {
  stages: StageSpec[];
  ways: WaySpec[];
  entered: [value: number, previous: number];
  failures?: { key: string; name: string }[];
  switches?: JourneyMap["switches"];
};

/** A share of n with its Wilson interval. */
export function shareOf(count: number, n: number): Share {
  if (n === 0) return { rate: null, low: null, high: null, n };
  const [p, z] = [count / n, 1.96];
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const reach = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { rate: p, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach), n };
}

/** A map whose numbers agree with one another, from its ways: what arrives, what leaves and what is lost are their sums. */
export function mapOf({ stages, ways, entered, failures = [], switches = [] }: MapSpec): JourneyMap {
  const total = (of: (from: string, to: string) => boolean) => ({
    value: ways.reduce((sum, [from, to, count]) => sum + (of(from, to) ? count : 0), 0),
    previous: ways.reduce((sum, [from, to, , previous]) => sum + (of(from, to) ? previous : 0), 0),
  });
  const isLost = (to: string) => to === "$expired" || to.startsWith("$failed:");
  const keys = stages.map(({ key }) => key);
  const kindOf = (from: string, to: string): MapEdge["kind"] => {
    const [a, b] = [keys.indexOf(from), keys.indexOf(to)];
    if (b < 0) return "end";
    return a === b ? "loop" : b < a ? "return" : b === a + 1 ? "next" : "skip";
  };
  return {
    entered: { value: entered[0], previous: entered[1] },
    open: { value: stages.reduce((sum, { now = 0 }) => sum + now, 0), previous: 0 },
    completed: total((_, to) => to === "$completed"),
    failed: total((_, to) => to.startsWith("$failed:")),
    expired: total((_, to) => to === "$expired"),
    failures: failures.map(({ key, name }) => ({ key, name, count: total((_, to) => to === `$failed:${key}`) })),
    stages: stages.map(({ key, name, now = 0, dwell = [null, null], channels = {}, switches: changes = 0 }, index) => {
      const into = total((from, to) => to === key && from !== key);
      const arrived = index === 0 ? { value: into.value + entered[0], previous: into.previous + entered[1] } : into;
      const left = total((from, to) => from === key && to !== key);
      const dropped = total((from, to) => from === key && isLost(to));
      return {
        key,
        name,
        now,
        arrived,
        left,
        dropped,
        dropOff: shareOf(dropped.value, left.value),
        previousDropOff: shareOf(dropped.previous, left.previous),
        dwell: { medianSeconds: dwell[0], p90Seconds: dwell[1], n: left.value },
        previousDwell: { medianSeconds: dwell[0] === null ? null : dwell[0] * 0.92, p90Seconds: dwell[1], n: left.previous },
        waitingSeconds: now > 0 ? (dwell[0] ?? 3600) * 1.4 : null,
        channels: Object.entries(channels).map(([channel, interactions]) => ({ channel: channel as Channel, interactions })),
        switches: changes,
      };
    }),
    edges: ways.map(([from, to, count, previous, medianSeconds = 3600]) => ({
      from,
      to,
      kind: kindOf(from, to),
      count,
      previous,
      instances: Math.round(count * 0.94),
      medianSeconds,
    })),
    switches,
  };
}
