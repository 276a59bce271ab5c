import {
  completedNode,
  expiredNode,
  failedNode,
  startNode,
  type Channel,
  type JourneyDefinition,
  type JourneyMap,
  type MapEdge,
  type MapStage,
  type Share,
} from "@throughline/contract";
import { wilsonInterval } from "../insights/statistics/index.ts";
import type { MapPeriod, MapTally } from "./tally-instances.ts";

type Change = { value: number; previous: number };
const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1000);
const sumOf = (tallies: readonly MapTally[]): number => tallies.reduce((sum, tally) => sum + tally.count, 0);

/** A share of n with its interval. */
export const shareOf = (count: number, n: number): Share => ({ ...wilsonInterval(count, n), n });

/** The map as it is shown, from its tallies. */
export function assembleMap(definition: JourneyDefinition, tallies: readonly MapTally[]): JourneyMap {
  const change = (matches: (tally: MapTally) => boolean): Change => {
    const found = tallies.filter(matches);
    const of = (period: MapPeriod) => sumOf(found.filter((tally) => tally.period === period));
    return { value: of("current"), previous: of("previous") };
  };
  const movesTo = (node: string) => change((tally) => tally.kind === "move" && tally.b === node);
  const failures = definition.failures.map(({ key, name }) => ({ key, name, count: movesTo(failedNode(key)) }));
  const nodes = [{ key: startNode, name: definition.name }, ...definition.stages];
  return {
    entered: change((tally) => tally.kind === "move" && tally.a === ""),
    open: change((tally) => tally.kind === "now"),
    completed: movesTo(completedNode),
    failed: {
      value: failures.reduce((sum, { count }) => sum + count.value, 0),
      previous: failures.reduce((sum, { count }) => sum + count.previous, 0),
    },
    expired: movesTo(expiredNode),
    failures,
    stages: nodes.map((node) => ({ ...stageOf(node.key, tallies, change), name: node.name })),
    edges: edgesOf(definition, tallies),
    switches: switchesOf(tallies),
  };
}

const isDrop = (node: string): boolean => node === expiredNode || node.startsWith("$failed:");

function stageOf(
  key: string,
  tallies: readonly MapTally[],
  change: (matches: (tally: MapTally) => boolean) => Change,
): Omit<MapStage, "name"> {
  const arrived = change((tally) => tally.kind === "move" && tally.b === key && tally.a !== key);
  const left = change((tally) => tally.kind === "move" && tally.a === key && tally.b !== key);
  const dropped = change((tally) => tally.kind === "move" && tally.a === key && isDrop(tally.b));
  const find = (kind: MapTally["kind"], period: MapPeriod) =>
    tallies.find((tally) => tally.kind === kind && tally.period === period && tally.a === key);
  const dwell = (period: MapPeriod) => {
    const stay = find("stay", period);
    return { medianSeconds: secondsOf(stay?.medianMs ?? null), p90Seconds: secondsOf(stay?.p90Ms ?? null), n: stay?.count ?? 0 };
  };
  const here = tallies.filter((tally) => tally.period === "current" && tally.a === key);
  const now = find("now", "current");
  return {
    key,
    now: now?.count ?? 0,
    arrived,
    left,
    dropped,
    dropOff: shareOf(dropped.value, left.value),
    previousDropOff: shareOf(dropped.previous, left.previous),
    dwell: dwell("current"),
    previousDwell: dwell("previous"),
    waitingSeconds: secondsOf(now?.medianMs ?? null),
    channels: here
      .filter((tally) => tally.kind === "channel")
      .map((tally) => ({ channel: tally.b as Channel, interactions: tally.count }))
      .sort((a, b) => b.interactions - a.interactions || (a.channel < b.channel ? -1 : 1)),
    switches: sumOf(here.filter((tally) => tally.kind === "switch")),
  };
}

/** What a way is: to the stage that follows in the definition, over some, back, to the same, or out. Before the first stage is `$start`. */
export function edgeKindOf(stages: readonly string[], from: string, to: string): MapEdge["kind"] {
  const target = stages.indexOf(to);
  if (target < 0) return "end";
  const difference = target - stages.indexOf(from);
  if (difference === 0) return "loop";
  if (difference < 0) return "return";
  return difference === 1 ? "next" : "skip";
}

function edgesOf(definition: JourneyDefinition, tallies: readonly MapTally[]): MapEdge[] {
  const stages = definition.stages.map((stage) => stage.key);
  const moves = tallies.filter((tally) => tally.kind === "move" && tally.a !== "");
  const groups = Map.groupBy(moves, ({ a, b }) => `${a} ${b}`);
  const edges = [...groups.values()].map((group): MapEdge => {
    const { a, b } = group[0] as MapTally;
    const current = group.find((tally) => tally.period === "current");
    const previous = group.find((tally) => tally.period === "previous");
    return {
      from: a,
      to: b,
      kind: edgeKindOf(stages, a, b),
      count: current?.count ?? 0,
      previous: previous?.count ?? 0,
      instances: current?.instances ?? 0,
      medianSeconds: secondsOf(current?.medianMs ?? null),
    };
  });
  return edges.sort((a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}

function switchesOf(tallies: readonly MapTally[]): JourneyMap["switches"] {
  const groups = Map.groupBy(
    tallies.filter((tally) => tally.kind === "switch"),
    ({ b, c }) => `${b} ${c}`,
  );
  const switches = [...groups.values()].map((group) => {
    const of = (period: MapPeriod) => sumOf(group.filter((tally) => tally.period === period));
    const { b, c } = group[0] as MapTally;
    return { from: b as Channel, to: c as Channel, count: of("current"), previous: of("previous") };
  });
  return switches.sort((a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}
