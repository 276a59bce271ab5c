import type { FlowSimulation } from "@throughline/contract";
import { formatCount } from "../../../ui/format-number.ts";

const difference = (now: number, before: number, what: string): string => {
  if (now === before) return `as many ${what}`;
  return `${formatCount(Math.abs(now - before))} ${now > before ? "more" : "fewer"} ${what}`;
};

/** What differs from what the published version would have done in the same time. */
export function describeAgainstLive({ live, entrants }: Pick<FlowSimulation, "live" | "entrants">, touches: number, held: number): string {
  if (live === null) return "";
  const parts = [
    difference(entrants, live.entrants, "people"),
    difference(touches, live.touches, "messages"),
    difference(held, live.held, "held back"),
  ];
  return parts.every((part) => part.startsWith("as many"))
    ? `The same as version ${live.version} would have done.`
    : `Against version ${live.version}: ${parts.join(", ")}.`;
}
