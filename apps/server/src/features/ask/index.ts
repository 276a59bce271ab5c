export { createAskModel, type AskModel } from "./ask-model.ts";
export { askRoutes } from "./ask.routes.ts";
