import { readFileSync } from "node:fs";
import type { AskVocabulary } from "../vocabulary.ts";

/** What the sample company's timeline offers to questions, as it was on 22 November 2026. */
export const sampleVocabulary = JSON.parse(readFileSync(new URL("./sample-vocabulary.json", import.meta.url), "utf8")) as AskVocabulary;
