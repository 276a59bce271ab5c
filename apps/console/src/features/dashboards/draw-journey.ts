import type { JourneyMap } from "@throughline/contract";

export type JourneyColumn = {
  key: string;
  name: string;
  /** Visits that began in the range; of the goal, instances that reached it. */
  came: number;
  /** null for the goal: nobody stays there. */
  now: number | null;
  /** Share, 0…1, of those who left the stage that did not drop out; null where nobody left. */
  wentOn: number | null;
  dropped: number;
  isGoal: boolean;
  /** The number as the journey's page names it in its address (`?who=`). */
  who: string;
};
/** A shape in a drawing of 100 by 100 for each column, its bar at the left: those who came, those of them who dropped out, and the ways between. */
export type JourneyPath = { kind: "bar" | "goal" | "lost" | "way" | "leap"; d: string };

const barWidth = 16;
const bottom = 100;
/** What is not nothing is seen. */
const least = 1.5;

/** A journey as bars with ribbons between them, and what stands below each. */
export function drawJourney(map: JourneyMap): { columns: JourneyColumn[]; paths: JourneyPath[]; ended: number; share: number | null } {
  const stages = map.stages.filter(({ key, arrived }) => key !== "$start" || arrived.value > 0);
  const columns: JourneyColumn[] = stages.map(({ key, name, now, arrived, dropped, dropOff }) => ({
    key,
    name: key === "$start" ? "Entered" : name,
    came: arrived.value,
    now,
    wentOn: dropOff.rate === null ? null : 1 - dropOff.rate,
    dropped: dropped.value,
    isGoal: false,
    who: `entered~${key}`,
  }));
  columns.push({
    key: "$completed",
    name: "Done",
    came: map.completed.value,
    now: null,
    wentOn: null,
    dropped: 0,
    isGoal: true,
    who: "completed",
  });

  const most = Math.max(1, ...columns.map(({ came }) => came));
  const high = (count: number) => (count === 0 ? 0 : Math.max(least, Math.min(bottom, (count / most) * bottom)));
  const place = new Map(columns.map(({ key }, index) => [key, index * 100]));
  const ways = map.edges.flatMap(({ from, to, count }): JourneyPath[] => {
    const [start, end] = [place.get(from), place.get(to)];
    if (start === undefined || end === undefined || end <= start || count === 0) return [];
    return [{ kind: end - start === 100 ? "way" : "leap", d: ribbon(start + barWidth, end, high(count)) }];
  });
  const bars = columns.flatMap(({ came, dropped, isGoal }, index): JourneyPath[] => {
    const lost = Math.min(high(dropped), high(came));
    return [
      { kind: isGoal ? "goal" : "bar", d: box(index * 100, high(came)) },
      ...(lost > 0 ? [{ kind: "lost" as const, d: box(index * 100, high(came), lost) }] : []),
    ];
  });
  const ended = map.completed.value + map.failed.value + map.expired.value;
  return {
    columns,
    paths: [...ways.toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind === "way" ? -1 : 1)), ...bars],
    ended,
    share: ended === 0 ? null : map.completed.value / ended,
  };
}

/** From the top of a bar downwards, or as high as is said. */
function box(x: number, top: number, height = top): string {
  return `M${x} ${round(bottom - top)}h${barWidth}v${round(height)}h-${barWidth}z`;
}

function ribbon(from: number, to: number, height: number): string {
  const y = round(bottom - height);
  return `M${from} ${y}L${to} ${y}V${bottom}H${from}z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
