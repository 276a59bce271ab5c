import type { Source } from "@throughline/contract";
import { formatCount, formatShare } from "../../ui/format-number.ts";

/** Why a source is in its state, in one sentence. */
export function describeHealth({ health }: Pick<Source, "health">): string {
  const { state, accepted24h, quarantined24h } = health;
  const sent = accepted24h + quarantined24h;
  if (state === "disabled") return "Disabled: whatever it sends is refused, and lost unless the sender keeps it.";
  if (state === "waiting") return "Nothing has arrived yet. It turns healthy with the first event.";
  if (state === "quiet") return "Nothing has arrived for more than a day.";
  if (state === "failing")
    return `${formatCount(quarantined24h)} of ${formatCount(sent)} events of the last 24 hours could not be used (${formatShare(quarantined24h / Math.max(1, sent))}).`;
  return quarantined24h === 0
    ? "Everything that arrived in the last 24 hours could be used."
    : `${formatCount(sent)} events in the last 24 hours; ${formatCount(quarantined24h)} could not be used.`;
}
