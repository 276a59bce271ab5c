import type { JourneyInstance } from "./instances.ts";
import { talkOf } from "./effort.ts";
import type { Span } from "../insights/intervals.ts";
import { quantile } from "../insights/statistics/index.ts";

export type MapPeriod = "current" | "previous";

/**
 * The counts that a map is made of, per period and:
 * `move` from a to b (a is "" for beginnings); `stay` in a (ended in the period); `now` in a (at the end of the period); `channel` b of interactions in a; `switch` in a, from channel b to c.
 * `instances`: how many different ones made a move (0 for the others). Quantiles (of ms; Hyndman and Fan's type 7): of what moves took, how long stays and those of now lasted; null for channels and switches.
 */
export type MapTally = {
  kind: "move" | "stay" | "now" | "channel" | "switch";
  period: MapPeriod;
  a: string;
  b: string;
  c: string;
  count: number;
  instances: number;
  medianMs: number | null;
  p90Ms: number | null;
};

type Fact = Pick<MapTally, "kind" | "a" | "b" | "c"> & { ms: number; instance: JourneyInstance };

/** The tallies of instances (all up to the end of `current`), slow and obvious: the reference for the statement on the timeline store. */
export function tallyInstances(found: readonly JourneyInstance[], periods: Record<MapPeriod, Span>): MapTally[] {
  return (["current", "previous"] as const).flatMap((period) => {
    const stretch = periods[period];
    const facts = found.flatMap((instance) => factsOf(instance, stretch));
    const groups = Map.groupBy(facts, ({ kind, a, b, c }) => JSON.stringify([kind, a, b, c]));
    return [...groups.values()].map((group): MapTally => {
      const { kind, a, b, c } = group[0] as Fact;
      const isTimed = kind !== "channel" && kind !== "switch";
      const times = group.map((fact) => fact.ms);
      const instances = kind === "move" ? new Set(group.map((fact) => fact.instance)).size : 0;
      return {
        kind,
        period,
        a,
        b,
        c,
        count: group.length,
        instances,
        medianMs: isTimed ? quantile(times, 0.5) : null,
        p90Ms: isTimed ? quantile(times, 0.9) : null,
      };
    });
  });
}

function factsOf(instance: JourneyInstance, { fromMs, toMs }: Span): Fact[] {
  const isIn = (at: number) => fromMs <= at && at < toMs;
  const fact = (kind: Fact["kind"], a: string, b: string, c: string, ms: number): Fact => ({ kind, a, b, c, ms, instance });
  const facts: Fact[] = [];
  if (isIn(instance.startedAt)) facts.push(fact("move", "", instance.visits[0]?.node as string, "", 0));
  for (const { from, to, at, sinceMs } of instance.moves) if (isIn(at)) facts.push(fact("move", from, to, "", sinceMs));
  for (const { node, from, until } of instance.visits) {
    if (until !== null && isIn(until)) facts.push(fact("stay", node, "", "", until - from));
    if (from < toMs && (until === null || until >= toMs)) facts.push(fact("now", node, "", "", toMs - from));
  }
  // The place of each interaction: where the instance is once it has happened, with several at one instant in their order.
  let node = instance.visits[0]?.node as string;
  const stages = new Set(instance.visits.map((visit) => visit.node));
  const placed = instance.marks.map((mark) => ({ mark, node: mark.node !== null && stages.has(mark.node) ? (node = mark.node) : node }));
  for (const { mark, node: place } of placed) if (isIn(mark.at)) facts.push(fact("channel", place, mark.channel, "", 0));
  const talk = new Set(talkOf(instance.marks));
  const spoken = placed.filter(({ mark }) => talk.has(mark));
  spoken.forEach(({ mark, node: place }, index) => {
    const before = spoken[index - 1]?.mark.channel;
    if (before !== undefined && before !== mark.channel && isIn(mark.at)) facts.push(fact("switch", place, before, mark.channel, 0));
  });
  return facts;
}
