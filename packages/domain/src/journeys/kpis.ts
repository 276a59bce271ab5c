import { moreIsBetter, type Estimate, type JourneyDefinition, type JourneyKpi, type KpiFigure } from "@throughline/contract";
import { wilsonInterval, z95 } from "../insights/statistics/index.ts";
import { ageAtShare, completionCurve, type AgeCount } from "./completion.ts";

export const effortKpis = ["contacts", "switches", "repeats", "friction", "revenue"] as const;
type EffortKpi = (typeof effortKpis)[number];

/** What is known of the instances that began in one stretch of time; ages in seconds. */
export type KpiGroup = {
  n: number;
  open: number;
  ages: readonly AgeCount[];
  back: number;
  settled: number;
  sums: Record<EffortKpi, number>;
  squares: Record<EffortKpi, number>;
};

const units: Record<JourneyKpi, KpiFigure["unit"]> = {
  completion: "share",
  timeMedian: "seconds",
  timeP90: "seconds",
  contacts: "perInstance",
  switches: "perInstance",
  repeats: "perInstance",
  friction: "perInstance",
  repeatContact: "share",
  revenue: "money",
};
const definitions: Record<JourneyKpi, string> = {
  completion:
    "Share of those who entered that reach the goal within the window. Windows still open are estimated by Kaplan–Meier; those who failed count as not done.",
  timeMedian:
    "Time from the first touch by which half of those who entered are done. Those who are not done yet count as such; they are not left out.",
  timeP90: "Time from the first touch by which nine in ten of those who entered are done.",
  contacts: "How often the customer got in touch, per instance so far.",
  switches: "Changes of channel between consecutive interactions, per instance so far.",
  repeats: "Contacts within 7 days after another of the same instance, per instance so far: the matter had to be told again.",
  friction: "Rage clicks, errors and the like, per instance so far.",
  repeatContact: "Share of the completed that got in touch again within 7 days, of those for whom that is known.",
  revenue: "What was paid, per instance so far. Amounts are added as they come, whatever their currency.",
};
const nothing: Estimate = { value: null, low: null, high: null, n: 0 };

/** One figure of a group with its 95 % interval; null where it cannot be known. */
export function estimateKpi(kpi: JourneyKpi, group: KpiGroup): Estimate {
  if (group.n === 0) return nothing;
  if (kpi === "repeatContact") {
    const { rate, low, high } = wilsonInterval(group.back, group.settled);
    return { value: rate, low, high, n: group.settled };
  }
  if (kpi === "completion") return completionOf(group);
  if (kpi === "timeMedian" || kpi === "timeP90") {
    const { age, low, high } = ageAtShare(completionCurve(group.ages), kpi === "timeMedian" ? 0.5 : 0.9);
    return age === null ? { ...nothing, n: group.n } : { value: age, low, high, n: group.n };
  }
  return meanOf(group.n, group.sums[kpi], group.squares[kpi]);
}

function completionOf(group: KpiGroup): Estimate {
  const completed = group.ages.reduce((sum, count) => sum + count.completed, 0);
  if (completed === 0 && group.open === group.n) return { ...nothing, n: group.n };
  // With every window closed (or nobody done, of those whose window is) it is a plain share, whose interval (Wilson's) also holds at 0 and 1.
  if (group.open === 0 || completed === 0) {
    const { rate, low, high } = wilsonInterval(completed, group.n - group.open);
    return { value: rate, low, high, n: group.n };
  }
  const last = completionCurve(group.ages).at(-1);
  return last ? { value: last.share, low: last.low, high: last.high, n: group.n } : { ...nothing, n: group.n };
}

/** A mean with its normal interval (mean ± z·s/√n), without one for fewer than two. */
function meanOf(n: number, sum: number, squares: number): Estimate {
  const value = sum / n;
  if (n < 2) return { value, low: null, high: null, n };
  const margin = z95 * Math.sqrt(Math.max(0, (squares - sum * value) / (n - 1)) / n);
  return { value, low: Math.max(0, value - margin), high: value + margin, n };
}

/** Groups of several stretches as one. */
export function joinGroups(groups: readonly KpiGroup[]): KpiGroup {
  const add = (of: (group: KpiGroup) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const each = (of: (group: KpiGroup) => Record<EffortKpi, number>) =>
    Object.fromEntries(effortKpis.map((kpi) => [kpi, add((group) => of(group)[kpi])])) as Record<EffortKpi, number>;
  const ages = new Map<number, AgeCount>();
  for (const { age, completed, followed } of groups.flatMap((group) => group.ages)) {
    const known = ages.get(age) ?? { age, completed: 0, followed: 0 };
    ages.set(age, { age, completed: known.completed + completed, followed: known.followed + followed });
  }
  return {
    n: add((group) => group.n),
    open: add((group) => group.open),
    ages: [...ages.values()],
    back: add((group) => group.back),
    settled: add((group) => group.settled),
    sums: each((group) => group.sums),
    squares: each((group) => group.squares),
  };
}

/** Whether a target is met: unsure while it lies within the interval. */
export function meetsTarget(kpi: JourneyKpi, { value, low, high }: Estimate, target: number | null): KpiFigure["met"] {
  if (target === null || value === null) return null;
  const reached = moreIsBetter.has(kpi) ? value >= target : value <= target;
  if (low !== null && high !== null && low < target && target < high) return "unsure";
  return reached ? "yes" : "no";
}

/** Every figure of a journey: of the range, of the time before, and in its course. */
export function kpiFigures(
  definition: JourneyDefinition,
  groups: { current: KpiGroup; previous: KpiGroup; trend: readonly { at: string; group: KpiGroup }[] },
): KpiFigure[] {
  const kpis: JourneyKpi[] = ["completion", "timeMedian", "timeP90", "switches"];
  if (definition.contacts.length > 0) kpis.push("contacts", "repeats", "repeatContact");
  if (definition.friction.length > 0) kpis.push("friction");
  if (definition.revenue) kpis.push("revenue");
  return kpis.map((kpi) => {
    const current = estimateKpi(kpi, groups.current);
    const target = definition.targets[kpi] ?? null;
    return {
      kpi,
      unit: units[kpi],
      definition: definitions[kpi],
      current,
      previous: estimateKpi(kpi, groups.previous),
      target,
      met: meetsTarget(kpi, current, target),
      trend: groups.trend.map(({ at, group }) => ({ at, ...estimateKpi(kpi, group) })),
      note: noteOn(kpi, current, groups.current),
    };
  });
}

function noteOn(kpi: JourneyKpi, { value, low, n }: Estimate, group: KpiGroup): string | null {
  if (n === 0) return kpi === "repeatContact" ? "Nobody who completed has had seven days since." : "Nobody entered.";
  if (kpi === "completion" && group.open === group.n)
    return value === null
      ? "Nobody is done, and every window is still open."
      : "Every window is still open: the share that is done so far.";
  if (value === null) return kpi === "timeMedian" ? "Fewer than half are done." : "Fewer than nine in ten are done.";
  if (low === null) return "Too few to give an interval.";
  return n < 30 ? "Few instances: the interval is wide." : null;
}
