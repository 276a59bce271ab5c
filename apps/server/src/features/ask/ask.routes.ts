import { api } from "../../platform/http/api.ts";
import { createAskQuestion, type AskDeps } from "./ask-question.ts";

export function askRoutes(deps: AskDeps) {
  const { askQuestion, exampleQuestions } = createAskQuestion(deps);
  return {
    ask: api.ask.ask.handler(({ input, context }) => askQuestion(context.access, input.question)),
    examples: api.ask.examples.handler(({ context }) => exampleQuestions(context.access)),
  };
}
