/** What other features of the console may use of the arbiter. */
export { DecisionsSection } from "./decisions-section.tsx";
