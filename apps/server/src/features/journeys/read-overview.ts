import type { Journey, JourneySummary, KpiFigure } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { readJourneys } from "./journeys.store.ts";
import { openDefinition, rangeOf, type JourneyDeps, type OpenJourney, type RangeInput } from "./open-journey.ts";
import { computeKpis } from "./read-kpis.ts";
import { rangeOfNews, readNewsInShort } from "./read-news.ts";

/** For so long a summary is given again; it says when it was computed. */
const keptMs = 60_000;
const mostKept = 500;
const newsDays = 7;

type Kept = { untilMs: number; summary: Promise<JourneySummary> };

/**
 * How every journey goes, in short: two statements a journey, and none for a minute after. What is computed is shared by all who ask meanwhile; a changed definition or
 * another range is another question.
 */
export function createOverview(deps: JourneyDeps) {
  const kept = new Map<string, Kept>();

  function summaryOf(workspaceId: string, journey: Journey, input: RangeInput): Promise<JourneySummary> {
    const now = deps.now();
    const key = JSON.stringify([workspaceId, journey.key, journey.createdAt, journey.updatedAt, input.last, input.from, input.to]);
    const found = kept.get(key);
    if (found && found.untilMs > now) return found.summary;
    const summary = summarise(deps, workspaceId, journey, input);
    kept.delete(key);
    kept.set(key, { untilMs: now + keptMs, summary });
    const oldest = kept.keys().next().value;
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    // A failure is told to those who wait for it, and not kept for others.
    summary.catch(() => kept.delete(key));
    return summary;
  }

  return async (access: Access, input: RangeInput): Promise<{ items: JourneySummary[] }> => {
    requirePermission(access, "journeys:read");
    const journeys = await readJourneys(deps.db, access.workspaceId);
    return { items: await Promise.all(journeys.map((journey) => summaryOf(access.workspaceId, journey, input))) };
  };
}

async function summarise(deps: JourneyDeps, workspaceId: string, journey: Journey, input: RangeInput): Promise<JourneySummary> {
  const now = deps.now();
  const open = (asked: RangeInput) => openDefinition(deps, workspaceId, journey, rangeOf(asked, now));
  const [figures, news] = await Promise.all([
    open(input).then((opened) => computeKpis(opened, intervalOf(opened))),
    open(rangeOfNews(now, newsDays)).then((opened) => readNewsInShort(opened, newsDays)),
  ]);
  const completion = figures.kpis.figures.find(({ kpi }) => kpi === "completion") as KpiFigure;
  return { key: journey.key, completion, underWay: figures.underWay, news, at: new Date(now).toISOString() };
}

/** Points of the trend: neither too few nor too many. */
function intervalOf({ periods: { current } }: OpenJourney): "day" | "week" | "month" {
  const days = (current.toMs - current.fromMs) / 86_400_000;
  return days <= 45 ? "day" : days <= 200 ? "week" : "month";
}
