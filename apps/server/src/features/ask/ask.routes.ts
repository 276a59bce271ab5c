import { api } from "../../platform/http/api.ts";
import { createAskQuestion, type AskDeps } from "./ask-question.ts";

/** The routes, and `readAhead` for when there is time: after a start. */
export function askRoutes(deps: AskDeps) {
  const { askQuestion, exampleQuestions, readAhead } = createAskQuestion(deps);
  return {
    routes: {
      ask: api.ask.ask.handler(({ input, context, signal }) => askQuestion(context.access, input.question, signal)),
      examples: api.ask.examples.handler(({ context }) => exampleQuestions(context.access)),
    },
    readAhead,
  };
}
