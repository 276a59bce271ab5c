export { createStateMirror, type StateMirror } from "./state-mirror.ts";
export { countState, removeState, stateTables } from "./remove-state.ts";
export { readPeople } from "./read-state.ts";
