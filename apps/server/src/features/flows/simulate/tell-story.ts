import { toWallMs, type FlowRunState, type FlowTraceEvent } from "@throughline/domain";

const mostParts = 6;
const told = new Set<FlowTraceEvent["what"]>(["touch", "sent", "goal", "failed", "ended"]);

/** What happened to somebody in a sentence or two: when they came in, what they would have been sent or not, how it ended. Null for those left alone: nothing happened to them. */
export function tellStory(run: FlowRunState, events: readonly FlowTraceEvent[], timezone: string): string | null {
  if (run.side !== "treated") return null;
  const happened = events.filter(({ what, evidence }) => told.has(what) && !(what === "touch" && evidence["answer"] === "now"));
  const parts = happened.slice(0, mostParts).map(({ at, sentence }) => `${clock(at, timezone)}: ${sentence}`);
  return [`${clock(run.enteredMs, timezone)}: came in (${shortened(events[0]?.sentence ?? "")}).`, ...parts].join(" ");
}

const longest = 120;
const shortened = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest).trimEnd()}…`);

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function clock(atMs: number, timezone: string): string {
  const wall = new Date(toWallMs(atMs, timezone));
  return `${wall.getUTCDate()} ${months[wall.getUTCMonth()]}, ${wall.toISOString().slice(11, 16)}`;
}
