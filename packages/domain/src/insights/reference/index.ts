export { referenceAnswer, type ReferenceAnswer, type ReferenceQuery } from "./reference-answer.ts";
export { eventLabel, otherGroup, type History, type ReferenceContext } from "./seen.ts";
