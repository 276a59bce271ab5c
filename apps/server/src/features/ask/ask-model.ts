import { querySchema, type Query } from "@throughline/contract";
import type { AskVocabulary } from "@throughline/domain";
import { z } from "zod";
import { namesOf } from "./names-of-query.ts";

/** A question → a query that is valid and names only what exists, or null. Never throws: a model that is away is one that does not know. */
export type AskModel = (
  question: string,
  vocabulary: AskVocabulary,
  clock: { nowMs: number; timezone: string },
  signal?: AbortSignal,
) => Promise<Query | null>;

const timeoutMs = 20_000;
const answerSchema = z.union([z.object({ query: querySchema }), z.object({ declined: z.string() })]);

/** Any model behind an OpenAI-compatible endpoint. It sees names and types of the catalogue, and never a value or a person. */
export function createAskModel(
  settings: { url: string; model: string; apiKey: string | null },
  onError: (error: unknown) => void,
): AskModel {
  return async (question, vocabulary, clock, signal) => {
    try {
      // Loaded by the first question that needs it: most servers have no model, and it is large.
      const [{ createOpenAICompatible }, { generateText }] = await Promise.all([import("@ai-sdk/openai-compatible"), import("ai")]);
      const provider = createOpenAICompatible({
        name: "throughline",
        baseURL: settings.url,
        ...(settings.apiKey === null ? {} : { apiKey: settings.apiKey }),
      });
      const { text } = await generateText({
        model: provider(settings.model),
        system: instructions(vocabulary, clock),
        prompt: question,
        temperature: 0,
        maxRetries: 1,
        abortSignal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
      return readAnswer(text, vocabulary);
    } catch (error) {
      if (!signal?.aborted) onError(error);
      return null;
    }
  };
}

/** The object in a model's answer, if it is a query of the contract whose every name is in the vocabulary. */
export function readAnswer(text: string, vocabulary: AskVocabulary): Query | null {
  const json = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  const answer = answerSchema.safeParse(parseOrNull(json));
  if (!answer.success || !("query" in answer.data)) return null;
  const { query } = answer.data;
  const { events, properties, journeys, segments } = namesOf(query);
  const isKnown =
    events.every((name) => vocabulary.events.some((event) => event.name === name)) &&
    properties.every(
      (path) => path.includes(".$") || path.startsWith("session.") || vocabulary.properties.some((property) => property.path === path),
    ) &&
    journeys.every((key) => vocabulary.journeys.some((journey) => journey.key === key)) &&
    segments.every((key) => vocabulary.segments.some((segment) => segment.key === key));
  return isKnown ? query : null;
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const mostNames = 300;

function instructions(vocabulary: AskVocabulary, clock: { nowMs: number; timezone: string }): string {
  return [
    "You turn one question about customer behaviour into one JSON object and nothing else.",
    'Answer {"query": …} with an object of the JSON schema below, or {"declined": "why"} when the question cannot be mapped onto it exactly. Never guess.',
    "Use only the names of interactions, properties, journeys and segments listed here, exactly as they are written.",
    `Now is ${new Date(clock.nowMs).toISOString()}, the zone is ${clock.timezone}.`,
    `Interactions: ${JSON.stringify(vocabulary.events.slice(0, mostNames).map(({ name }) => name))}`,
    `Properties: ${JSON.stringify(vocabulary.properties.slice(0, mostNames).map(({ path, type }) => `${path}: ${type}`))}`,
    `Journeys: ${JSON.stringify(vocabulary.journeys)}`,
    `Segments: ${JSON.stringify(vocabulary.segments)}`,
    `Releases: ${JSON.stringify(vocabulary.releases)}`,
    `JSON schema of a query: ${JSON.stringify(z.toJSONSchema(querySchema, { io: "input" }))}`,
  ].join("\n");
}
