import type { FlowSummary } from "@throughline/contract";
import { Status } from "../../ui/chip.tsx";
import { formatShare } from "../../ui/format-number.ts";
import { flowStateWords } from "./words/flow-words.ts";

type FlowStatusProps = { flow: Pick<FlowSummary, "state" | "stoppedBecause">; progress?: number | null };

/** The state of a flow in a word; why it stopped by itself, where it did. */
export function FlowStatus({ flow: { state, stoppedBecause }, progress = null }: FlowStatusProps) {
  const { label, tone, means } = flowStateWords[state];
  const harmed = state === "stopped" && stoppedBecause !== null;
  return (
    <span title={stoppedBecause ?? means}>
      <Status tone={harmed ? "bleed" : tone}>
        {harmed ? "Stopped by itself" : label}
        {state === "preparing" && progress !== null ? `, ${formatShare(progress)}` : ""}
      </Status>
    </span>
  );
}
