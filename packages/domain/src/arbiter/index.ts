export { arbitrate, standingOf } from "./arbitrate.ts";
export { decide, type Ruling } from "./decide.ts";
export { bucketOf, drawHoldout } from "./holdout-bucket.ts";
export type { Facts, WantedTouch } from "./facts.ts";
export { isTimeZone } from "./local-clock.ts";
export { drawsFor, type HoldoutDraw } from "./rules/holdout.ts";
export { worthOf } from "./rules/worth.ts";
export { matterKinds, scoreKinds, scoringEvents, signalNames, signalsOf, type MatterKind, type ScoreKind, type Signal } from "./signals.ts";
