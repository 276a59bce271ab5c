import { querySchema, type AskAnswer } from "@throughline/contract";
import { createAsk, type Ask, type AskVocabulary } from "@throughline/domain";
import { LRUCache } from "lru-cache";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { AskModel } from "./ask-model.ts";
import { readBusyWorkspaces, readTrackedViews, readVocabulary, type VocabularyDeps } from "./read-vocabulary.ts";
import { resolveViews } from "./views.ts";

export type AskDeps = VocabularyDeps & { model: AskModel | null };
type Known = { ask: Ask; vocabulary: AskVocabulary; trackedViews: Set<string> };

const noViewsThere: AskAnswer = {
  understood: false,
  words: [],
  reason: "A path begins or ends at one event, or at one page such as /pricing.",
  suggestions: [],
};

/** What was seen since is not known for so long. */
const vocabularyForMs = 60_000;
const mostReadAhead = 5;

/** Use cases of plain-language questions; vocabularies are kept for a minute. */
export function createAskQuestion(deps: AskDeps) {
  const known = new LRUCache<string, Known>({
    max: 50,
    ttl: vocabularyForMs,
    // Reading it anew takes longer than a question may: what is known answers meanwhile.
    allowStale: true,
    fetchMethod: async (workspaceId) => {
      const [vocabulary, trackedViews] = await Promise.all([readVocabulary(deps, workspaceId), readTrackedViews(deps.db, workspaceId)]);
      return { vocabulary, trackedViews, ask: createAsk(vocabulary) };
    },
  });
  const knownOf = async (workspaceId: string): Promise<Known> => (await known.fetch(workspaceId)) as Known;

  /** The grammar first: it is quick and never guesses. What it declines is put to the model, if there is one, whose query must pass the same checks. */
  async function askQuestion(access: Access, question: string, signal?: AbortSignal): Promise<AskAnswer> {
    requirePermission(access, "insights:read");
    const { ask, vocabulary, trackedViews } = await knownOf(access.workspaceId);
    const { timezone } = await deps.db
      .selectFrom("workspace")
      .select("timezone")
      .where("id", "=", access.workspaceId)
      .executeTakeFirstOrThrow();
    const clock = { nowMs: deps.now(), timezone };
    const answer = ask(question, clock);
    if (answer.understood) {
      const query = resolveViews(querySchema.parse(answer.query), trackedViews);
      return query ? { ...answer, query, by: "grammar" } : noViewsThere;
    }
    const meant = deps.model ? await deps.model(question, vocabulary, clock, signal) : null;
    const query = meant && resolveViews(meant, trackedViews);
    return query ? { understood: true, query, readAs: [], by: "model" } : answer;
  }

  /** Questions that this workspace can answer, made from what it has: each is understood by the grammar. */
  async function exampleQuestions(access: Access): Promise<{ items: string[] }> {
    requirePermission(access, "insights:read");
    const { ask, vocabulary } = await knownOf(access.workspaceId);
    const clock = { nowMs: deps.now(), timezone: "UTC" };
    return {
      items: candidates(vocabulary)
        .filter((question) => ask(question, clock).understood)
        .slice(0, 6),
    };
  }

  /** Reads the vocabularies of the workspaces that are in use, one after another, so that their first question does not wait for it. */
  async function readAhead(): Promise<void> {
    for (const workspaceId of await readBusyWorkspaces(deps.db, mostReadAhead)) await knownOf(workspaceId);
  }

  return { askQuestion, exampleQuestions, readAhead };
}

const ordinary = new Set(["Page Viewed", "Screen Viewed", "Identified", "Joined Account", "Aliased"]);

function candidates({ events, properties, journeys }: AskVocabulary): string[] {
  const names = events.map(({ name }) => name).filter((name) => !ordinary.has(name));
  const [first, second, third] = names;
  const breakdown = properties.find(
    ({ events: on, values }) => first !== undefined && on?.includes(first) && values !== undefined && values.length > 1,
  );
  const completed = names.find((name) => name.endsWith(" Completed"));
  const started = completed && names.find((name) => name === completed.replace(/ Completed$/, " Started"));
  return [
    ...(first ? [`How many people did “${first}” last week?`] : []),
    ...journeys.slice(0, 1).map(({ name }) => `Where do people drop out of ${name.toLowerCase()}?`),
    ...(completed && started ? [`Conversion rate from “${started}” to “${completed}”`] : []),
    ...(first && breakdown ? [`“${first}” by ${breakdown.path.slice("event.".length)} per week`] : []),
    ...(second ? [`Weekly retention of “${second}”`] : []),
    ...(third ? [`What do people do after “${third}”?`] : []),
    "Weekly active users over the last 3 months",
  ];
}
