import type { EventMatch, JourneyDefinition } from "@throughline/contract";
import { expiredNodeNumber, goalNode, originNode } from "./mark-sql.ts";
import { contactCount, frictionCount } from "./news-sql.ts";

/** A figure of a journey that is counted by day. */
export type Figure = {
  key: string;
  /** As in "31 … in 7 days". */
  name: string;
  moreIs: "good" | "bad" | null;
  /** Whether a move from node a to b counts. */
  counts(a: number, b: number): boolean;
  /** The interactions behind it, where there are any: their properties may explain a change. */
  matches: readonly EventMatch[];
};

/** All figures of a journey in which something new may show. Their number does not depend on what is found. */
export function journeyFigures(definition: JourneyDefinition): Figure[] {
  const isDrop = (node: number): boolean => node > goalNode && node <= expiredNodeNumber;
  const isMove = (a: number): boolean => a !== contactCount && a !== frictionCount;
  const figures: Figure[] = [
    { key: "entered", name: "instances began", moreIs: null, counts: (a) => a === originNode, matches: [definition.entry] },
    { key: "completed", name: "reached the goal", moreIs: "good", counts: (a, b) => isMove(a) && b === goalNode, matches: definition.goal },
    ...definition.stages.flatMap(({ key, name, matches }, index): Figure[] => {
      const stage = index + 1;
      return [
        {
          key: `arrived:${key}`,
          name: `arrivals at ${name}`,
          moreIs: null,
          counts: (a, b) => isMove(a) && a !== stage && b === stage,
          matches,
        },
        { key: `looped:${key}`, name: `repetitions of ${name}`, moreIs: "bad", counts: (a, b) => a === stage && b === stage, matches },
        { key: `dropped:${key}`, name: `given up at ${name}`, moreIs: "bad", counts: (a, b) => a === stage && isDrop(b), matches: [] },
      ];
    }),
  ];
  if (definition.failures.length > 0)
    figures.push({
      key: "failed",
      name: "failed",
      moreIs: "bad",
      counts: (a, b) => isMove(a) && b > goalNode && b < expiredNodeNumber,
      matches: definition.failures.map((failure) => failure.match),
    });
  if (definition.contacts.length > 0)
    figures.push({ key: "contacts", name: "contacts", moreIs: "bad", counts: (a) => a === contactCount, matches: definition.contacts });
  if (definition.friction.length > 0)
    figures.push({
      key: "friction",
      name: "friction events",
      moreIs: "bad",
      counts: (a) => a === frictionCount,
      matches: definition.friction,
    });
  return figures;
}
