import type { JourneyInstance } from "./instances.ts";
import type { JourneyMark } from "./mark-interactions.ts";
import { repeatWithinMs, talkOf } from "./effort.ts";

/** Announced and not arrived after this, a hand-off is lost even while its instance is open. */
export const lostAfterMs = 7 * 86_400_000;

/** One hand-off inside an instance. */
export type Crossing = {
  /** `kind:from>to`. */
  seam: string;
  /** The last interaction on the side left, or the announcement. */
  at: number;
  arrivedAt: number | null;
  state: "arrived" | "pending" | "lost";
  /** The customer was back with a contact within 7 days after it arrived, or said the same again. */
  isRepeated: boolean;
  isRetold: boolean;
};

type Kind = "channel" | "actor" | "team";
const kinds: readonly Kind[] = ["channel", "actor", "team"];

/** On which side of a kind of hand-off an interaction stands; null: on none. A team has the matter when it or its bot acts. */
export function sideOf(kind: Kind, mark: JourneyMark): string | null {
  if (kind === "channel") return mark.channel;
  if (kind === "actor") return mark.actor === "bot" ? "bot" : mark.actor === "agent" ? "human" : null;
  return mark.actor === "bot" || mark.actor === "agent" ? mark.team : null;
}

/**
 * The hand-offs of an instance. Observed: two consecutive interactions with a side, on different sides. Announced: an interaction says that another side takes over; it arrives
 * with the first later interaction on that side. An observed hand-off that is the arrival of an announced one of the same seam is that one.
 * `contacts`: the moments of the customer's contacts, also after the instance.
 */
export function crossingsOf(instance: JourneyInstance, contacts: readonly number[], asOf: number): Crossing[] {
  const marks = talkOf(instance.marks);
  return kinds.flatMap((kind) => {
    const announced = marks.flatMap((mark, index) =>
      mark.announces
        .filter((one) => one.kind === kind)
        .map(({ from, to }) => {
          const arrival = marks.findIndex((later, position) => position > index && sideOf(kind, later) === to);
          return { seam: `${kind}:${from}>${to}`, at: mark.at, from: index, arrival: arrival < 0 ? null : arrival };
        }),
    );
    const sided = marks.flatMap((mark, index) =>
      sideOf(kind, mark) === null ? [] : [{ mark, index, side: sideOf(kind, mark) as string }],
    );
    const observed = sided.flatMap(({ mark, index, side }, position) => {
      const before = sided[position - 1];
      if (!before || before.side === side) return [];
      const seam = `${kind}:${before.side}>${side}`;
      if (announced.some((one) => one.seam === seam && one.arrival === index)) return [];
      return [{ seam, at: before.mark.at, from: before.index, arrival: index, arrivedAt: mark.at }];
    });
    return [...announced, ...observed].map((one) => toCrossing(one, instance, marks, contacts, asOf));
  });
}

function toCrossing(
  { seam, at, from, arrival }: { seam: string; at: number; from: number; arrival: number | null },
  instance: JourneyInstance,
  marks: readonly JourneyMark[],
  contacts: readonly number[],
  asOf: number,
): Crossing {
  const arrivedAt = arrival === null ? null : (marks[arrival] as JourneyMark).at;
  if (arrival === null || arrivedAt === null) {
    const isLost = instance.end !== null || at + lostAfterMs < asOf;
    return { seam, at, arrivedAt: null, state: isLost ? "lost" : "pending", isRepeated: false, isRetold: false };
  }
  const isRetold = saysAgain(marks, from, arrival, arrivedAt);
  const isBack = contacts.some((moment) => moment > arrivedAt && moment <= arrivedAt + repeatWithinMs && moment < asOf);
  return { seam, at, arrivedAt, state: "arrived", isRepeated: isBack || isRetold, isRetold };
}

/** Whether something that the customer had said before the hand-off is said again from its arrival on, within 7 days. */
function saysAgain(marks: readonly JourneyMark[], from: number, arrival: number, arrivedAt: number): boolean {
  const said = new Set(
    marks
      .slice(0, from + 1)
      .filter((mark) => mark.actor === "customer")
      .flatMap((mark) => mark.pieces),
  );
  return marks.slice(arrival).some((mark) => mark.at <= arrivedAt + repeatWithinMs && mark.pieces.some((piece) => said.has(piece)));
}
