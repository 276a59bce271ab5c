import type { Channel, InstanceStrip } from "@throughline/contract";

type Entry = InstanceStrip["strip"][number];
export type StripMark = { entry: Entry; index: number; x: number; lane: number; tone: "neutral" | "good" | "bleed" | "faint" };
export type StripStage = { key: string; from: number; to: number };
/** A wait between two interactions that is long enough to be named. */
export type StripGap = { from: number; to: number; seconds: number };
export type StripSeam = { key: string; gapSeconds: number | null; from: { x: number; lane: number }; to: { x: number; lane: number } };
export type StripLayout = {
  width: number;
  lanes: Channel[];
  marks: StripMark[];
  stages: StripStage[];
  gaps: StripGap[];
  seams: StripSeam[];
};

const least = 15;
const most = 150;
/** Room for the name of the stage that came last. */
const endRoom = 130;
/** A strip of few interactions fills its place, but they still stand together. */
const mostStretch = 6;
const namedGapSeconds = 3600;

/** Room for a wait: its logarithm, so that a minute and a month can both be seen. Pixels. */
export function roomFor(seconds: number): number {
  return Math.min(most, least + 11 * Math.log2(1 + Math.max(0, seconds) / 60));
}

/** Marks in lanes of channels, in the order in which the channels came in; the time axis is compressed where nothing happens, and stretched to what is `available`. */
export function layOutStrip(strip: readonly Entry[], available = 0): StripLayout {
  const lanes = [...new Set(strip.map(({ channel }) => channel))];
  let x = least;
  const rooms = strip.map(({ at }, index) => {
    const before = strip[index - 1];
    return before ? roomFor((Date.parse(at) - Date.parse(before.at)) / 1000) : 0;
  });
  const asLongAs = rooms.reduce((sum, room) => sum + room, 0);
  const stretch = asLongAs === 0 ? 1 : Math.min(mostStretch, Math.max(1, (available - least - endRoom) / asLongAs));
  const marks = strip.map((entry, index): StripMark => {
    x += (rooms[index] ?? 0) * stretch;
    return { entry, index, x, lane: lanes.indexOf(entry.channel), tone: toneOf(entry) };
  });
  const width = Math.max(x + endRoom, available);
  return { width, lanes, marks, stages: stagesOf(marks, width), gaps: gapsOf(marks), seams: seamsOf(marks) };
}

function toneOf({ marks }: Entry): StripMark["tone"] {
  if (marks.includes("goal")) return "good";
  if (marks.includes("failure") || marks.includes("friction")) return "bleed";
  return marks.length === 1 && marks[0] === "other" ? "faint" : "neutral";
}

/** From the interaction that led into a stage to the one that led to another. */
function stagesOf(marks: readonly StripMark[], width: number): StripStage[] {
  const stages: StripStage[] = [];
  for (const { entry, x } of marks) {
    const last = stages.at(-1);
    if (entry.stage === null || entry.stage === last?.key) continue;
    if (last) last.to = x;
    stages.push({ key: entry.stage, from: x, to: width });
  }
  return stages;
}

function gapsOf(marks: readonly StripMark[]): StripGap[] {
  return marks.flatMap(({ entry, x }, index) => {
    const before = marks[index - 1];
    if (!before) return [];
    const seconds = (Date.parse(entry.at) - Date.parse(before.entry.at)) / 1000;
    return seconds >= namedGapSeconds ? [{ from: before.x, to: x, seconds }] : [];
  });
}

/** Hand-offs end with an interaction; they are drawn from the latest one before it in another lane, else from the one before it. */
function seamsOf(marks: readonly StripMark[]): StripSeam[] {
  return marks.flatMap((mark, index) =>
    mark.entry.seams.flatMap(({ key, gapSeconds }) => {
      const earlier = marks.slice(0, index);
      const from = earlier.findLast(({ lane, entry }) => lane !== mark.lane && !entry.marks.includes("other")) ?? earlier.at(-1);
      return from ? [{ key, gapSeconds, from: { x: from.x, lane: from.lane }, to: { x: mark.x, lane: mark.lane } }] : [];
    }),
  );
}
