export { createAsk, maxQuestionLength, type Ask, type Declined, type Understood } from "./ask.ts";
export type { AskVocabulary } from "./vocabulary.ts";
