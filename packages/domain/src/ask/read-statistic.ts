import { chooseScope, isOn, ofType, propertyAt, type PropertyGroup } from "./read-filters.ts";
import type { Reading } from "./reading.ts";

export type StatisticKind = "avg" | "p50" | "p90" | "p99" | "sum" | "max" | "min";
const statistics: [RegExp, StatisticKind][] = [
  [/(?:average|mean|avg)/, "avg"],
  [/median/, "p50"],
  [/(?:p90|90th percentile)/, "p90"],
  [/(?:p99|99th percentile)/, "p99"],
  [/(?:sum|total|how much)/, "sum"],
  [/(?:maximum|max|highest|largest|longest|biggest)/, "max"],
  [/(?:minimum|min|lowest|smallest|shortest)/, "min"],
];
const rankedBy: [RegExp, StatisticKind] = [/by/, "sum"];
const nearest = 4;
/** Words that begin another thought: no property behind them belongs to the statistic before. */
const otherThought = /^(?:with|by|per|over|under|above|below|more|less|where|whose|in|for|than|who|that|which)$/;

/** "average load time": the statistic, and the number behind it. `from`, `at`: the places of both. */
export type Statistic = { kind: StatisticKind; from: number; length: number; at: number; group: PropertyGroup };

/** Finds a statistic of a number, without taking it. The interaction may stand between: "maximum call duration". `ranked`: "top 10 accounts by amount" sums it. */
export function findStatistic(reading: Reading, groups: readonly PropertyGroup[], ranked: boolean): Statistic | null {
  const numeric = ofType(groups, "number");
  for (const [pattern, kind] of ranked ? [...statistics, rankedBy] : statistics) {
    const place = reading.find(pattern);
    if (!place) continue;
    for (let at = place.to; at < place.to + nearest; at++) {
      const group = propertyAt(reading, at, numeric);
      if (group) return { kind, from: place.word, length: place.to - place.word, at, group };
      if (otherThought.test(reading.words[at]?.text ?? "")) break;
    }
  }
  return null;
}

/** Whether an interaction carries the number that is asked for; null where any may, as it is one of the person or account. */
export function carrierOf(statistic: Statistic | null): ((event: string) => boolean) | null {
  if (!statistic || statistic.group.properties.some(({ path }) => !path.startsWith("event."))) return null;
  return (event) => statistic.group.properties.some((property) => isOn(property, [event]));
}

/** Takes a statistic, if these interactions carry its number. */
export function takeStatistic(
  reading: Reading,
  groups: readonly PropertyGroup[],
  events: readonly string[],
  ranked: boolean,
): { kind: StatisticKind; property: string } | null {
  const found = findStatistic(reading, groups, ranked);
  const chosen = found && chooseScope(found.group.properties, null, events);
  // What an account has is not what its interactions add up to.
  if (!found || !chosen || (found.kind === "sum" && !chosen.path.startsWith("event."))) return null;
  reading.takeWords(found.from, found.length);
  reading.takeWords(found.at, found.group.stems.length);
  // "hours until tickets are settled"
  reading.take(/until|till|it takes(?: to)?|taken/);
  return { kind: found.kind, property: chosen.path };
}
