import { matchesOf, matchIdOf, nobody } from "@throughline/domain";
import type { PipelineEvent } from "../collect/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import type { LiveCondition, LiveDefinitions } from "./definitions.ts";
import { toInteractionView } from "./interaction-view.ts";
import type { FoundMatches } from "./matches.store.ts";

/** Which of these events fulfil which conditions, by profile and condition. */
export function findMatches(
  { byName }: LiveDefinitions,
  events: readonly PipelineEvent[],
  rows: ReadonlyMap<PipelineEvent, InteractionRow>,
): (FoundMatches & { events: PipelineEvent[] })[] {
  const found = new Map<string, Map<LiveCondition, PipelineEvent[]>>();
  const ofAnyName = byName.get(null) ?? [];
  for (const event of events) {
    // Nobody owns what was before 1970.
    if (event.message.at < 0) continue;
    const row = rows.get(event) as InteractionRow;
    const ofName = byName.get(String(row.name)) ?? [];
    const candidates = ofAnyName.length === 0 ? ofName : [...ofName, ...ofAnyName];
    const view = candidates.some(({ holds }) => holds !== null) ? toInteractionView(row) : null;
    for (const condition of candidates) {
      if (view && condition.holds && !condition.holds(view, nobody, 0)) continue;
      const theirs = found.get(event.profile.id) ?? new Map<LiveCondition, PipelineEvent[]>();
      const list = theirs.get(condition);
      if (list) list.push(event);
      else found.set(event.profile.id, theirs.set(condition, [event]));
    }
  }
  return [...found].flatMap(([profileId, theirs]) =>
    [...theirs].map(([condition, list]) => ({
      profileId,
      condition,
      events: list,
      matches: matchesOf(list.map((event) => [event.message.at, matchIdOf(event.id)])),
    })),
  );
}
