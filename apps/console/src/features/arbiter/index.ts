/** What other features of the console may use of the arbiter. */
export { DecisionOfTask } from "./decision-of-task.tsx";
export { DecisionsSection } from "./decisions-section.tsx";
