export { applyQuarantine } from "./apply-quarantine.ts";
export { listQuarantine } from "./read-quarantine.ts";
export { discardQuarantine, replayQuarantine, type ReplayDeps } from "./replay-quarantine.ts";
