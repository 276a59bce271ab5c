/** What other features of the console may use of tasks. */
export { TasksCard } from "./tasks-card.tsx";
export { TasksSection } from "./tasks-section.tsx";
