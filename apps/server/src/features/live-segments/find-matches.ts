import { matchesOf, matchIdOf, nobody } from "@throughline/domain";
import type { PipelineEvent } from "../collect/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import type { LiveCondition, LiveDefinitions } from "./definitions.ts";
import { toInteractionView } from "./interaction-view.ts";
import type { FoundMatches } from "./memory.ts";

/** Which of these events fulfil which conditions, by whose matches they are and condition. `whose` names that: the profile, if nothing is said. */
export function findMatches(
  { byName }: LiveDefinitions,
  events: readonly PipelineEvent[],
  rows: ReadonlyMap<PipelineEvent, InteractionRow>,
  whose: (event: PipelineEvent) => string = ({ profile }) => profile.id,
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
      const key = whose(event);
      const theirs = found.get(key) ?? new Map<LiveCondition, PipelineEvent[]>();
      const list = theirs.get(condition);
      if (list) list.push(event);
      else found.set(key, theirs.set(condition, [event]));
    }
  }
  return [...found].flatMap(([key, theirs]) =>
    [...theirs].map(([condition, list]) => ({
      key,
      condition,
      events: list,
      matches: matchesOf(list.map((event) => [event.message.at, matchIdOf(event.id)])),
    })),
  );
}
