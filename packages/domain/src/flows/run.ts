import type { ArbiterAnswer, FlowEdge, FlowRun, FlowStep, Predicate, RunEvent, RunState } from "@throughline/contract";
import type { InteractionView, PersonView } from "../predicates/view.ts";

/** What a run waits for at its step; `dueMs` is when it goes on by itself, null for never. */
export type Waiting =
  | { for: "time" | "date" | "event" | "predicate"; dueMs: number }
  | { for: "touch"; key: string; answer: Exclude<ArbiterAnswer, "now" | "no">; dueMs: number }
  | { for: "task" | "approval"; key: string; dueMs: number | null }
  | { for: "call"; key: string; dueMs: null };

/** One stay of a person in a flow, as the engine sees it. A plain value: JSON and back is the same. Times are ms since 1970. */
export type Run = {
  id: string;
  workspaceId: string;
  /** The flow's key. */
  flow: string;
  /** Who came in, as the API gives it: whose draws are made. */
  person: string;
  state: RunState;
  side: FlowRun["side"];
  step: string | null;
  sinceMs: number;
  enteredMs: number;
  /** The interaction that let them in, where one did. */
  event: InteractionView | null;
  visits: Record<string, number>;
  /** Variants drawn in this run, and those that the person was given in earlier ones. */
  variants: Record<string, string>;
  kept: Record<string, string>;
  /** What calls answered, by step. */
  answers: Record<string, unknown>;
  waiting: Waiting | null;
  goalMs: number | null;
  endedMs: number | null;
  ended: string | null;
};

/** What the engine asks of the world at a moment. The server answers from live segments, a simulation from the past. */
export type FlowView = {
  person: PersonView;
  /** An IANA name: where the person is. */
  timezone: string;
  /** Whether a predicate of the flow holds now; `event.…` is what let the person in. */
  holds(predicate: Predicate, event: InteractionView | null): boolean;
  /** The flow is paused: what was waited for is taken note of, and no step is done. */
  standsStill?: boolean;
};

/** Something that only the world outside can do. The key is the same however often it is asked for. */
export type Pending = { key: string; step: string } & (
  | { kind: "touch"; message: Extract<FlowStep, { kind: "message" }>; expiresMs: number | null }
  | { kind: "task"; task: Extract<FlowStep, { kind: "task" }> }
  | { kind: "approval"; approval: Extract<FlowStep, { kind: "approval" }> }
  | { kind: "call"; call: Extract<FlowStep, { kind: "webhook" }> }
  | { kind: "change"; change: Extract<FlowStep, { kind: "change" }> }
  | { kind: "flow"; flow: string }
);

/** What came of it, or of what was waited for. */
export type Answer =
  | { kind: "touch"; answer: ArbiterAnswer; atMs: number | null; reason: string; evidence?: Record<string, unknown> }
  /** A task, an approval or a call has been made and is waited for, where the step waits. */
  | { kind: "made"; evidence?: Record<string, unknown> }
  /** A change or another flow has been done. */
  | { kind: "done"; sentence: string; evidence?: Record<string, unknown> }
  /** It cannot be done, as a person can put right. */
  | { kind: "failed"; reason: string }
  | { kind: "task"; outcome: string | null }
  | { kind: "approval"; approved: boolean; by: string }
  /** `unknown`: it may or may not have arrived. */
  | { kind: "call"; outcome: "answered" | "failed" | "unknown"; status: number | null; body: unknown }
  /** The event that was waited for. */
  | { kind: "event"; name: string }
  /** The predicate that was waited for holds. */
  | { kind: "predicate" }
  /** Its time has come. */
  | { kind: "time" };

export type TraceEvent = Omit<RunEvent, "at"> & { at: number };

/** What an advance made of a run. `pending` is what it needs before it can go on (see `resumeRun`). */
export type Advanced = { run: Run; events: TraceEvent[]; moves: FlowEdge[]; pending: Pending | null };

export const isOpen = ({ state }: Pick<Run, "state">): boolean => state === "running" || state === "waiting" || state === "control";
