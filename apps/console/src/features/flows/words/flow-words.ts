import type { FlowIssue, FlowRun, FlowState, RunEvent, RunState } from "@throughline/contract";
import type { Tone } from "../../../ui/chip.tsx";

/** The state of a flow in a word, and what it means. */
export const flowStateWords: Record<FlowState, { label: string; tone: Tone; means: string }> = {
  draft: { label: "Draft", tone: "neutral", means: "Never published: nobody comes in" },
  preparing: { label: "Preparing", tone: "accent", means: "The past that its conditions ask about is being read" },
  live: { label: "Live", tone: "good", means: "People come in" },
  paused: { label: "Paused", tone: "warn", means: "Nobody comes in, and those in it stand still" },
  stopped: { label: "Stopped", tone: "neutral", means: "Nobody comes in; those in it go on to their end" },
};
export const stateChoices = Object.entries(flowStateWords).map(([value, { label }]) => ({ value, label }));

export const runStateWords: Record<RunState, { label: string; tone: Tone }> = {
  running: { label: "On its way", tone: "accent" },
  waiting: { label: "Waiting", tone: "accent" },
  control: { label: "Left alone", tone: "neutral" },
  finished: { label: "Finished", tone: "good" },
  left: { label: "Left", tone: "neutral" },
  merged: { label: "Merged", tone: "neutral" },
  failed: { label: "Failed", tone: "bleed" },
};
export const runStateChoices = Object.entries(runStateWords).map(([value, { label }]) => ({ value, label }));

/** Why somebody takes no step, if they do not. */
export const sideWords: Record<FlowRun["side"], string | null> = {
  treated: null,
  held: "left alone by this flow's holdout, to measure it",
  held_by_all: "left alone by everything, to measure it",
};

/** Where a run is, or what became of it. */
export function whereWords({ state, stepName, ended }: Pick<FlowRun, "state" | "stepName" | "ended">): string {
  if (state === "control") return "only watched";
  if (ended === null) return stepName ?? "–";
  return state === "failed" && stepName !== null ? `${stepName}: ${ended}` : ended;
}

export const eventWords: Record<RunEvent["what"], string> = {
  entered: "Came in",
  arrived: "Arrived",
  waits: "Waits",
  left_step: "Went on",
  touch: "Arbiter asked",
  sent: "Sent",
  goal: "Goal reached",
  failed: "Failed",
  migrated: "Moved to another version",
  ended: "Ended",
};

/** Errors first, and those of one step together. */
export const sortIssues = (issues: readonly FlowIssue[]): FlowIssue[] =>
  issues.toSorted(
    (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning") || (a.step ?? "").localeCompare(b.step ?? ""),
  );

/** The worst that is wrong with each step; the flow itself stands under `trigger`. */
export function issuesByStep(issues: readonly FlowIssue[], whole: string): Map<string, FlowIssue["severity"]> {
  const worst = new Map<string, FlowIssue["severity"]>();
  for (const { step, severity } of issues) {
    const id = step ?? whole;
    if (worst.get(id) !== "error") worst.set(id, severity);
  }
  return worst;
}
