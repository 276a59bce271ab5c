import { actors, channels, type EventMatch } from "@throughline/contract";
import { markInteraction, type JourneyMark } from "@throughline/domain";
import fc from "fast-check";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { letterNames, lettersJourney } from "./instances.fixture.ts";

export type LetterEvent = {
  at: number;
  name: string;
  channel: (typeof channels)[number];
  actor: (typeof actors)[number];
  properties: Record<string, string | number>;
};
export const firstDay = Date.parse("2026-01-01T00:00:00Z");
const hourMs = 3_600_000;

const teams = ["Support", "Billing"] as const;
const texts = [
  "The export mixes euros and pesos: please help",
  "No.",
  "As I said: The export mixes euros and pesos",
  "Could you look into our invoices again?",
];
const event: fc.Arbitrary<LetterEvent> = fc.record({
  // Whole hours, so that instants coincide and the window's very end is met.
  at: fc.integer({ min: 0, max: 24 * 45 }).map((hours) => firstDay + hours * hourMs),
  name: fc.constantFrom(...letterNames),
  channel: fc.constantFrom("web", "chat", "email"),
  actor: fc.constantFrom(...actors),
  properties: fc
    .record(
      {
        team: fc.constantFrom(...teams),
        amount: fc.integer({ min: 1, max: 50 }),
        text: fc.constantFrom(...texts),
        summary: fc.constantFrom(...texts),
        handoff: fc.constantFrom("bot>human", "human>bot", "Support>Billing", "chat>email"),
      },
      { requiredKeys: [] },
    )
    .map(({ handoff, ...properties }) => ({ ...properties, ...announcement(handoff) })),
});
/** Histories of many people: a statement costs the same for one as for them all. */
export const crowds: fc.Arbitrary<LetterEvent[][]> = fc.array(fc.array(event, { maxLength: 25 }), { minLength: 30, maxLength: 60 });

function announcement(handoff: string | undefined): Record<string, string> {
  const [from, to] = handoff?.split(">") ?? [];
  if (from === undefined || to === undefined) return {};
  if (from === "chat") return { fromChannel: from, toChannel: to };
  return from === "Support" ? { fromTeam: from, toTeam: to } : { from, to };
}

/** The marks of a history by the domain. */
export const marksOf = (history: readonly LetterEvent[]): JourneyMark[] =>
  history.flatMap((one) => {
    const matches = ({ event: names }: EventMatch) => [names].flat().includes(one.name);
    return markInteraction(lettersJourney, one, matches, () => Number(one.properties["amount"] ?? 0)) ?? [];
  });

/** Puts histories on the timeline, one person each (1, 2, …), in an arbitrary order. */
export async function insertHistories(clickhouse: ClickHouse, workspaceId: string, list: readonly LetterEvent[][]): Promise<void> {
  const rows = list.flatMap((history, person) =>
    history.map((one, index) => ({
      workspace_id: workspaceId,
      id: `00000000-0000-4000-8000-${String(person * 1000 + index).padStart(12, "0")}`,
      profile_id: String(person + 1),
      at: one.at,
      received_at: one.at,
      kind: "track",
      name: one.name,
      channel: one.channel,
      actor: one.actor,
      properties: one.properties,
    })),
  );
  if (rows.length > 0) await clickhouse.insert({ table: "interaction", rows: rows.toReversed() });
}
