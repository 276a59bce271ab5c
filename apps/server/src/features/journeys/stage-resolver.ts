import { ProductError } from "@throughline/contract";
import type { PredicateContext, StageResolver } from "../insights/index.ts";
import { findJourney } from "./journeys.store.ts";
import { questionOf, type JourneyDeps } from "./open-journey.ts";
import { accountsBehind, peopleBehind } from "./people-sql.ts";
import { nodeNumber } from "./read-tallies.ts";

const refuse = (field: string, message: string, accepted: string): ProductError =>
  new ProductError("invalid_input", `${field} ${message}.`, { issues: [{ field: `stage.${field}`, message, accepted }] });

/** Who is in a stage now, for predicates: `{"stage":{"journey":…,"stage":…}}`. Journeys by account stand for the people who began them, where accounts are asked for (by journeys of theirs) for these. */
export function createStageResolver(deps: Pick<JourneyDeps, "db" | "now">): StageResolver {
  return async (workspaceId, stages, of = "person") => {
    const found = new Map(
      await Promise.all(
        [...new Set(stages.map((one) => one.journey))].map(async (key) => [key, await findJourney(deps.db, workspaceId, key)] as const),
      ),
    );
    return ({ journey, stage }, parameters) => {
      const definition = found.get(journey);
      if (!definition)
        throw refuse(
          "journey",
          `${JSON.stringify(journey)} is not there`,
          [...found.keys()].filter((key) => found.get(key)).join(", ") || "the key of a journey",
        );
      if (nodeNumber(definition, stage) === null)
        throw refuse("stage", `${JSON.stringify(stage)} is not of this journey`, definition.stages.map((one) => one.key).join(", "));
      if (of === "account" && definition.by !== "account")
        throw refuse("journey", `${definition.name} is a journey of people`, "a journey of accounts");
      const nowMs = deps.now();
      const predicates: PredicateContext = { nowMs, typesOf: () => null, people: nobodyNamed };
      const question = questionOf({ predicates, createParameters: () => parameters }, definition, nowMs);
      return (of === "account" ? accountsBehind : peopleBehind)(
        question,
        { kind: "journey", stage, status: "now", crossing: "crossed" },
        { fromMs: 0, toMs: nowMs },
      );
    };
  };
}

/** What a journey's own conditions would name again is not looked up for a condition of a condition. */
const cannot = (): never => {
  throw refuse("journey", "has conditions on segments or scores, and cannot be asked for in a condition", "a journey without them");
};
const nobodyNamed: PredicateContext["people"] = { segment: cannot, stage: cannot, score: cannot };
