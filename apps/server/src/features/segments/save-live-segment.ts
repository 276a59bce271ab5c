import { ProductError, type Predicate, type SegmentOf } from "@throughline/contract";
import { circleOf, leavesOf, segmentsCountedBy, segmentsNamedBy } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import { requireLivePredicate } from "./check-live-predicate.ts";
import * as live from "./live-segments.store.ts";

/** Makes a live segment, to be computed by the runner. Null where the key is taken. Throws `invalid_input` for a predicate that cannot be followed. */
export async function saveLiveSegment(
  tx: Tx,
  workspaceId: string,
  segment: { key: string; name: string; of: SegmentOf; predicate: Predicate; createdBy: string; isHidden: boolean },
): Promise<string | null> {
  await live.lockDefinitions(tx);
  const journeys = await requireLivePredicate(tx, workspaceId, segment.of, segment.predicate);
  await requireNames(tx, workspaceId, segment);
  const { toRead } = await live.registerConditions(tx, workspaceId, { ...segment, journeys });
  const id = await live.insertLiveSegment(tx, workspaceId, {
    ...segment,
    journeys,
    phase: toRead ? "reading" : "evaluating",
    replaces: null,
  });
  if (id !== null) await live.definitionsChanged(tx);
  return id;
}

/** Has a changed predicate computed beside the former one; it takes its place when it is done. A change before that takes the place of this one. */
export async function saveChangedPredicate(
  tx: Tx,
  workspaceId: string,
  former: { id: string; key: string; name: string; of: SegmentOf; predicate: Predicate; createdBy: string; isHidden: boolean },
): Promise<void> {
  await live.lockDefinitions(tx);
  const journeys = await requireLivePredicate(tx, workspaceId, former.of, former.predicate);
  await requireNames(tx, workspaceId, former);
  await live.deleteReplacement(tx, workspaceId, former.id);
  const { toRead } = await live.registerConditions(tx, workspaceId, { ...former, journeys });
  // No key that people give has a space in it.
  const key = `${former.key} next`;
  await live.insertLiveSegment(tx, workspaceId, {
    ...former,
    journeys,
    key,
    phase: toRead ? "reading" : "evaluating",
    replaces: former.id,
  });
  await live.dropUnusedConditions(tx, workspaceId);
  await live.definitionsChanged(tx);
}

/** Segments that a predicate names must be there and of the same (people or accounts), those whose members it counts of people, and none may come back to this one. */
async function requireNames(
  tx: Tx,
  workspaceId: string,
  { key, of, predicate }: { key: string; of: SegmentOf; predicate: Predicate },
): Promise<void> {
  const names = segmentsNamedBy(predicate);
  if (names.length === 0) return;
  const others = await live.readPredicates(tx, workspaceId);
  const missing = names.find((name) => name !== key && !others.some((other) => other.key === name));
  const refuse = (message: string, accepted: string) =>
    new ProductError("invalid_input", message, { issues: [{ field: "predicate", message, accepted }] });
  if (missing !== undefined) throw refuse(`There is no segment ${JSON.stringify(missing)}.`, "the key of a segment of this workspace");
  const isNotOf = (what: SegmentOf) => (name: string) => others.some((other) => other.key === name && other.of !== what);
  const notOfPeople = segmentsCountedBy(predicate).find(isNotOf("person"));
  if (notOfPeople !== undefined)
    throw refuse(
      `The segment ${JSON.stringify(notOfPeople)} is of accounts: people of an account are counted in one of people.`,
      "the key of a segment of people",
    );
  const unlike = leavesOf(predicate)
    .flatMap((leaf) => ("segment" in leaf ? [leaf.segment] : []))
    .find(isNotOf(of));
  if (unlike !== undefined)
    throw refuse(
      of === "account"
        ? `The segment ${JSON.stringify(unlike)} is of people, and this one is of accounts.`
        : `The segment ${JSON.stringify(unlike)} is of accounts, and this one is of people.`,
      of === "account" ? "the key of a segment of accounts" : "the key of a segment of people",
    );
  // A changed predicate and its former one both count until the one has taken the other's place.
  const graph = [
    ...Map.groupBy(
      others.filter((other) => other.key !== key),
      (other) => other.key,
    ),
  ].map(([each, list]) => ({
    key: each,
    names: list.flatMap((one) => (one.predicate ? segmentsNamedBy(one.predicate) : [])),
  }));
  const circle = circleOf(key, [...graph, { key, names }]);
  if (circle) throw refuse(`A segment cannot depend on itself: ${circle.join(" → ")}.`, "segments that do not speak of this one");
}
