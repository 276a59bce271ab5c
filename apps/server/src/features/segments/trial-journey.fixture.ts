import { journeyDefinitionSchema, type EventMatch, type JourneyDefinition } from "@throughline/contract";
import { compileEventMatch, instancesOf, markInteraction, nobody, type InteractionView, type PersonView } from "@throughline/domain";
import { hourMs } from "./live-segments.fixture.ts";

const pro = { property: "event.plan", op: "eq" as const, value: "pro" };

/** A journey of people or of accounts as it is before and after somebody changed it. */
export const trialsBy = (by: "person" | "account"): JourneyDefinition[] =>
  [{ event: "A" }, { event: ["A", "C"], where: pro }].map((entry: EventMatch, index) =>
    journeyDefinitionSchema.parse({
      key: "trial",
      name: "Trial",
      by,
      entry,
      stages: [
        { key: "one", name: "One", matches: [{ event: "B", where: pro }] },
        { key: "two", name: "Two", matches: [{ event: index === 0 ? "C" : "B" }] },
      ],
      goal: [{ event: "A", where: { property: "event.plan", op: "eq", value: "gold" } }],
      failures: [{ key: "gone", name: "Gone", match: { event: "D" } }],
      window: { value: 60 + 20 * index, unit: "hour" },
    }),
  );

/** Where somebody is in a journey who did this, by the rules of its map. */
export function stagesOf(trial: JourneyDefinition, did: readonly InteractionView[], nowMs: number): PersonView["stages"] {
  const marks = did.flatMap((view) => {
    const matches = (match: EventMatch) => compileEventMatch(match)(view, nobody, 0);
    const { at, properties } = view;
    return markInteraction(trial, { at, channel: "server", actor: "customer", properties }, matches, () => 0) ?? [];
  });
  const rules = {
    stages: trial.stages.map(({ key }) => key),
    failures: trial.failures.map(({ key }) => key),
    windowMs: trial.window.value * hourMs,
  };
  const last = instancesOf(rules, marks, nowMs).at(-1);
  const visit = last?.end === null ? last.visits.at(-1) : undefined;
  return visit ? [{ journey: trial.key, stage: visit.node }] : [];
}
