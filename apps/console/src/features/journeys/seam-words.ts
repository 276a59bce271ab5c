import { type Channel, type Seam } from "@throughline/contract";
import { channelLabels } from "../../ui/channel-label.ts";

type Sides = Pick<Seam, "kind" | "from" | "to">;
const actorWords: Record<string, string> = { bot: "Bot", human: "Person" };

/** The two sides of a hand-off as they are called on screen. */
export function seamSides({ kind, from, to }: Sides): [from: string, to: string] {
  const word = (side: string) =>
    kind === "channel" ? (channelLabels[side as Channel] ?? side) : kind === "actor" ? (actorWords[side] ?? side) : side;
  return [word(from), word(to)];
}

/** `actor:bot>human` in words: “Bot → Person”. */
export function seamName(key: string): string {
  const [, kind, from, to] = /^(channel|actor|team):(.+?)>(.+)$/.exec(key) ?? [];
  if (kind === undefined || from === undefined || to === undefined) return key;
  return seamSides({ kind: kind as Seam["kind"], from, to }).join(" → ");
}

/** From so many decided hand-offs on, and so much harm at the least (the lower end of its interval), a seam is said to bleed. */
const leastCrossings = 10;
const leastHarm = 0.1;

/** Whether a hand-off does harm beyond doubt: at least one in ten is lost or has to be told again, at the lower end of the interval. */
export function bleeds({ harm }: Pick<Seam, "harm">): boolean {
  return harm.n >= leastCrossings && harm.low !== null && harm.low >= leastHarm;
}

/** Whether a share beside it (lost, or explained again) is what bleeds. */
export function isBleedingShare({ low, n }: Seam["lost"]): boolean {
  return n >= leastCrossings && low !== null && low >= leastHarm;
}
