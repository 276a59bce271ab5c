import { checkPredicate, ProductError, type FieldIssue, type Predicate, type SegmentOf } from "@throughline/contract";
import { journeysNamedBy, liveIssues, patternIssue, type JourneyDefinitions } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import { readJourneyDefinitions } from "./live-segments.store.ts";
import type { Db } from "./segments.store.ts";

/** Every part of a predicate, those of groups and of `where` included, with the field it stands in. */
function* placedParts(predicate: Predicate, field: string): Generator<[string, Predicate]> {
  yield [field, predicate];
  if ("all" in predicate) for (const [index, part] of predicate.all.entries()) yield* placedParts(part, `${field}.all[${index}]`);
  else if ("any" in predicate) for (const [index, part] of predicate.any.entries()) yield* placedParts(part, `${field}.any[${index}]`);
  else if ("not" in predicate) yield* placedParts(predicate.not, `${field}.not`);
  else if ("did" in predicate && predicate.where) yield* placedParts(predicate.where, `${field}.where`);
  else if ("sequence" in predicate)
    for (const [index, step] of predicate.sequence.entries())
      if (typeof step !== "string" && step.where) yield* placedParts(step.where, `${field}.sequence[${index}].where`);
}

/** Everything that stops a predicate from being one of a live segment. */
function predicateIssues(of: SegmentOf, predicate: Predicate, journeys: JourneyDefinitions): FieldIssue[] {
  const shape = checkPredicate(predicate, of, "predicate");
  // What accounts have not at all needs no second reason.
  const followed = of === "account" && shape.length > 0 ? [] : liveIssues(predicate, "predicate", journeys, of);
  const patterns = [...placedParts(predicate, "predicate")].flatMap(([field, part]) => {
    const issue = "property" in part && part.op === "matches" ? patternIssue(part.value) : null;
    return issue === null ? [] : [{ field, message: `has a pattern that cannot be read: ${issue}`, accepted: "RE2 syntax" }];
  });
  return [...shape, ...patterns, ...followed];
}

/**
 * Gives the definitions of the journeys that the predicate speaks of.
 * @throws ProductError `invalid_input` with everything that is wrong.
 */
export async function requireLivePredicate(
  db: Db | Tx,
  workspaceId: string,
  of: SegmentOf,
  predicate: Predicate,
): Promise<JourneyDefinitions> {
  const journeys = await readJourneyDefinitions(db, workspaceId, journeysNamedBy(predicate));
  const issues = predicateIssues(of, predicate, journeys);
  if (issues.length > 0) throw new ProductError("invalid_input", `This cannot be a segment: ${issues[0]?.message}.`, { issues });
  return journeys;
}
