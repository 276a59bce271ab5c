import type { Source } from "@throughline/contract";
import { Status, type Tone } from "../../ui/chip.tsx";

export type HealthState = Source["health"]["state"];

/** Every state, the worst first, with the word for it. */
export const healthStates: Record<HealthState, { tone: Tone; text: string; rank: number }> = {
  failing: { tone: "bleed", text: "Failing", rank: 0 },
  quiet: { tone: "warn", text: "Quiet", rank: 1 },
  waiting: { tone: "accent", text: "Waiting", rank: 2 },
  healthy: { tone: "good", text: "Healthy", rank: 3 },
  disabled: { tone: "neutral", text: "Disabled", rank: 4 },
};

export function HealthStatus({ state }: { state: HealthState }) {
  return <Status tone={healthStates[state].tone}>{healthStates[state].text}</Status>;
}
