/** What other features of the console may use of tasks. */
export { PersonField } from "./subject-field.tsx";
export { AssigneeField, PriorityField } from "./task-fields.tsx";
export { TasksCard } from "./tasks-card.tsx";
export { TasksSection } from "./tasks-section.tsx";
