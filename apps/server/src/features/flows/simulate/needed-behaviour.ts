import { durationMs, type EventMatch, type Predicate } from "@throughline/contract";
import type { CompiledFlow } from "./compile-flow.ts";
import { withSegmentsInside } from "./segments-inside.ts";

/** Something that whoever comes in must have done since `fromMs`. */
export type NeededBehaviour = { match: EventMatch; fromMs: number };

/**
 * What everybody must have done whom a flow lets in from `fromMs` on, so that the others need not be looked at; null where there is no such thing. A trigger by interaction: that. A stage: what begins its
 * journey, as long ago as one may take. A schedule or a segment: one thing that its predicate cannot hold without.
 */
export function neededBehaviour({ definition: { trigger }, around }: CompiledFlow, fromMs: number): NeededBehaviour | null {
  switch (trigger.kind) {
    case "event":
      return { match: trigger.on, fromMs };
    case "stage": {
      const journey = around.journeys[trigger.journey];
      const afterMs = trigger.after === null ? 0 : durationMs(trigger.after);
      return journey ? { match: journey.entry, fromMs: fromMs - afterMs - durationMs(journey.window) } : null;
    }
    case "schedule":
      return neededBy(withSegmentsInside(trigger.who, around.segments), fromMs);
    case "segment":
      return trigger.on === "left" ? null : neededBy(withSegmentsInside({ segment: trigger.segment }, around.segments), fromMs);
    default:
      return null;
  }
}

/** Without this done, the predicate does not hold: of several the one of the shortest time. */
function neededBy(predicate: Predicate, fromMs: number): NeededBehaviour | null {
  if ("all" in predicate) {
    const parts = predicate.all.flatMap((part) => neededBy(part, fromMs) ?? []);
    return parts.reduce<NeededBehaviour | null>((latest, one) => (latest && latest.fromMs >= one.fromMs ? latest : one), null);
  }
  if (!("did" in predicate)) return null;
  const { did, where, count = { gte: 1 }, within } = predicate;
  const least = "eq" in count ? count.eq : "gte" in count ? count.gte : 0;
  return least < 1 ? null : { match: { event: did, where }, fromMs: within ? fromMs - durationMs(within) : 0 };
}
