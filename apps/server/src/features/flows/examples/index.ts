export { listExamples } from "./list-examples.ts";
export { makeExampleTemplates } from "./make-templates.ts";
