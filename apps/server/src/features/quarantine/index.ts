export { applyQuarantine } from "./apply-quarantine.ts";
