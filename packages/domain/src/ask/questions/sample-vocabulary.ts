import type { AskVocabulary } from "../vocabulary.ts";
import vocabulary from "./sample-vocabulary.json" with { type: "json" };

/** What the sample company's timeline offers to questions, as it was on 22 November 2026. */
export const sampleVocabulary = vocabulary as AskVocabulary;
