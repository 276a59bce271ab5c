/** What other features of the console may use of flows: those that somebody is or was in. */
export { PersonFlows } from "./person-flows.tsx";
