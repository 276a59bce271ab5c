import { matchesOf, matchIdOf } from "@throughline/domain";
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
  const found = new Map<string, { profileId: string; condition: LiveCondition; events: PipelineEvent[] }>();
  const ofAnyName = byName.get(null) ?? [];
  for (const event of events) {
    // Nobody owns what was before 1970.
    if (event.message.at < 0) continue;
    const row = rows.get(event) as InteractionRow;
    const candidates = [...(byName.get(String(row.name)) ?? []), ...ofAnyName];
    const view = candidates.some(({ holds }) => holds !== null) ? toInteractionView(row) : null;
    for (const condition of candidates) {
      if (view && condition.holds && !condition.holds(view, nobody, 0)) continue;
      const key = `${event.profile.id} ${condition.id}`;
      const one = found.get(key);
      if (one) one.events.push(event);
      else found.set(key, { profileId: event.profile.id, condition, events: [event] });
    }
  }
  return [...found.values()].map((one) => ({
    ...one,
    matches: matchesOf(one.events.map((event) => [event.message.at, matchIdOf(event.id)])),
  }));
}

/** A condition speaks of the interaction alone: nobody is looked at. */
const nobody = {
  id: "",
  traits: {},
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: 0,
  lastSeen: 0,
  interactions: [],
};
