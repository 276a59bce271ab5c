export { forgetOwnInteractions, ownSourceId, recordOwnInteractions, type OwnInteraction } from "./record-interactions.ts";
export { createOwnInteractionsSender, type OwnInteractionsSender } from "./send-interactions.ts";
