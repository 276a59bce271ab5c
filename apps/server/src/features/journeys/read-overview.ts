import { trendInterval, type Journey, type JourneySummary, type KpiFigure } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { untilAborted } from "../../platform/clickhouse/index.ts";
import { keepAnswers } from "../../platform/http/keep-answers.ts";
import { readJourneys } from "./journeys.store.ts";
import { openDefinition, rangeOf, type JourneyDeps, type OpenJourney, type RangeInput } from "./open-journey.ts";
import { computeKpis } from "./read-kpis.ts";
import { createNewsLook, newsInShort, type NewsLook } from "./read-news.ts";

/** For so long a summary is given again; it says when it was computed. */
const keptMs = 60_000;
const newsDays = 7;

/** How every journey goes, in short: two statements a journey, and none for a minute after. A changed definition or another range is another question. */
export function createOverview(deps: JourneyDeps, look: NewsLook = createNewsLook(deps)) {
  const keep = keepAnswers<JourneySummary>({ now: deps.now, keptMs, most: 500 });
  return async (access: Access, input: RangeInput, signal?: AbortSignal): Promise<{ items: JourneySummary[] }> => {
    requirePermission(access, "journeys:read");
    const { workspaceId } = access;
    const journeys = await readJourneys(deps.db, workspaceId);
    const summaries = journeys.map((journey) =>
      keep(
        JSON.stringify([workspaceId, journey, input.last, input.from, input.to]),
        (until) => summarise(untilAborted(deps, until), look, workspaceId, journey, input, until),
        signal,
      ),
    );
    return { items: await Promise.all(summaries) };
  };
}

async function summarise(
  deps: JourneyDeps,
  look: NewsLook,
  workspaceId: string,
  journey: Journey,
  input: RangeInput,
  until: AbortSignal,
): Promise<JourneySummary> {
  const now = deps.now();
  const [figures, { found }] = await Promise.all([
    openDefinition(deps, workspaceId, journey, rangeOf(input, now)).then((opened) => computeKpis(opened, trendInterval(daysOf(opened)))),
    look(workspaceId, journey, newsDays, undefined, until),
  ]);
  const completion = figures.kpis.figures.find(({ kpi }) => kpi === "completion") as KpiFigure;
  return { key: journey.key, completion, underWay: figures.underWay, news: newsInShort(found), at: new Date(now).toISOString() };
}

const daysOf = ({ periods: { current } }: OpenJourney): number => (current.toMs - current.fromMs) / 86_400_000;
