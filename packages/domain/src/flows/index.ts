export {
  advanceRun,
  askAgain,
  dueOf as dueOfRun,
  endRun,
  goalUntil,
  meetChange,
  meetEvent,
  migrateRun,
  resumeRun,
  retryRun,
  startRun,
  type Entry as FlowEntry,
} from "./advance.ts";
export { keyOf as flowKeyOf } from "./trail.ts";
export { checkFlow, type FlowSurroundings } from "./check-flow.ts";
export { traitsGiven, type ReadVariable, type SeenVariables } from "./check-variables.ts";
export { describeFlowGoal, describeTrigger } from "./describe-flow.ts";
export { diffFlows } from "./diff-flows.ts";
export {
  asksForThePast,
  hearsOf,
  memoryOf,
  rememberedPart,
  isAnsweredByEvent,
  withRememberedParts,
  type FlowHears,
  type RememberedPart,
} from "./memory.ts";
export { messageAfter } from "./message-after.ts";
export { momentOf, nextScheduled } from "./moments.ts";
export {
  isOpen as isOpenRun,
  type Advanced as FlowAdvanced,
  type Answer as FlowAnswer,
  type FlowView,
  type Pending as FlowPending,
  type Run as FlowRunState,
  type TraceEvent as FlowTraceEvent,
  type Waiting as FlowWaiting,
} from "./run.ts";
