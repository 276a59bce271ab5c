import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { deciders, parsePersonId, ProductError, type Touch } from "@throughline/contract";
import { arbitrate, drawsFor, profileIdOf, worthOf, type Facts, type ProfileKind, type Ruling } from "@throughline/domain";
import { sql } from "kysely";
import { suppressionLock, type ReadStretches } from "../identity/index.ts";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import type { Tx } from "./arbiter-deps.ts";
import { holdAttention } from "./attention.store.ts";
import { makeDecisionTask } from "./make-decision-task.ts";
import { insertDecisions, latestDecisions, type DecisionRow, type NewDecision } from "./decisions.store.ts";
import { readFacts } from "./facts.store.ts";
import { insertDraws, type NewDraw } from "./holdouts.store.ts";
import { readRules } from "./rules.store.ts";
import { toldOf } from "./told-of.ts";

/** The profile that a touch names: a person's id, or `kind:value`. */
export function profileOf(workspaceId: string, person: string): string {
  const id = parsePersonId(person);
  if (id !== null) return id;
  const colon = person.indexOf(":");
  return profileIdOf(workspaceId, person.slice(0, colon) as ProfileKind, person.slice(colon + 1));
}

/**
 * The one door to customers: decides about touches in the caller's transaction, and keeps each answer with what every rule said, which also goes on the person's
 * timeline. Touches of one person compete: what is worth most is decided first, and what it takes of their attention is taken. Until the transaction ends nobody else
 * decides about these people. A touch that was decided for good (`now`, `no`), or was put off and is not due yet, gets the answer that it got.
 *
 * With `asOf` by what was known then, for decisions about the past of the sample company; with `readStretches` where the caller has read whose profiles are whose. Answers by touch id; touches of people who are not there are left out.
 * @throws ProductError `conflict` when an id was used for another touch before, `invalid_input` when it is used twice here.
 */
export async function decideTouches(
  tx: Tx,
  {
    workspaceId,
    nowMs,
    asOf = null,
    readStretches,
  }: { workspaceId: string; nowMs: number; asOf?: Date | null; readStretches?: ReadStretches },
  touches: readonly Touch[],
): Promise<Map<string, DecisionRow>> {
  if (new Set(touches.map(({ id }) => id)).size < touches.length)
    throw new ProductError("invalid_input", "Two touches have the same id.", {
      issues: [{ field: "touches", message: "has an id twice", accepted: "an id of its own for each" }],
    });
  // As a batch does: nobody is deleted between the looking and the writing.
  await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
  const profiles = new Map(touches.map((touch) => [touch.id, profileOf(workspaceId, touch.person)]));
  const owners = await holdAttention(tx, workspaceId, [...new Set(profiles.values())]);
  const earlier = await latestDecisions(
    tx,
    workspaceId,
    touches.map(({ id }) => id),
  );
  const { rules, version, timezone } = await readRules(tx, workspaceId);
  const { tierTrait } = rules.ownership;
  const facts = await readFacts(tx, workspaceId, [...new Set(owners.values())], { nowMs, asOf, tierTrait, timezone, readStretches });

  const answers = new Map<string, DecisionRow>();
  const decisions: NewDecision[] = [];
  const draws: NewDraw[] = [];
  const at = new Date(nowMs);
  const byPerson = Map.groupBy(touches, ({ id }) => owners.get(profiles.get(id) ?? "") ?? "");
  for (const [personId, theirs] of byPerson) {
    const known = facts.get(personId);
    if (!known) continue;
    const open = theirs.filter((touch) => {
      const before = earlier.get(touch.id);
      if (!before) return true;
      requireSame(before, touch, personId);
      if (!isSettled(before, touch, nowMs)) return true;
      answers.set(touch.id, before);
      return false;
    });
    const wanted = open.map((touch) => ({ ...touch, decidedBy: furthest(touch, earlier.get(touch.id)) }));
    for (const { touch, ruling } of arbitrate(wanted, known, rules, nowMs)) {
      const decision: NewDecision = {
        id: randomUUID(),
        touch,
        attempt: (earlier.get(touch.id)?.attempt ?? 0) + 1,
        personId,
        answer: ruling.answer,
        dueAt: ruling.at === null ? null : new Date(ruling.at),
        rule: ruling.rule,
        reason: ruling.reason,
        worth: worthOf(touch),
        verdicts: ruling.verdicts,
        decidedAt: at,
        takesAttention: ruling.answer === "now",
        heldBy: ruling.verdicts.flatMap(({ rule, verdict }) => (verdict === "allow" ? [] : [rule])),
        rulesVersion: version,
      };
      decisions.push(decision);
      draws.push(...drawsThatMatter(touch, known, ruling, rules).map((draw) => ({ ...draw, personId, at })));
      answers.set(touch.id, { ...decision, outcome: null, outcomeAt: null, outcomeNote: null });
    }
  }
  await insertDecisions(tx, workspaceId, decisions);
  await insertDraws(tx, workspaceId, draws);
  for (const decision of decisions) await makeDecisionTask(tx, workspaceId, decision);
  await recordOwnInteractions(
    tx,
    decisions.map((decision) => toldOf(workspaceId, decision)),
  );
  return answers;
}

/** How it is called, and who asks for it, may be said in other words by now: a flow that was renamed is the same flow. */
function requireSame(before: DecisionRow, touch: Touch, personId: string): void {
  const { decidedBy: _before, person: _then, title: _called, source: _from, ...was } = before.touch;
  const { decidedBy: _now, person: _person, title: _title, source: _source, ...is } = touch;
  if (before.personId === personId && isDeepStrictEqual(was, JSON.parse(JSON.stringify(is)))) return;
  throw new ProductError("conflict", `The id ${touch.id} was used for another touch at ${before.decidedAt.toISOString()}.`, {
    issues: [{ field: "id", message: "was used for another touch", accepted: "an id of its own for each touch" }],
  });
}

/** Who decided so far: what a person approved or decided stays so when automation asks again. */
const furthest = (touch: Touch, before: DecisionRow | undefined): Touch["decidedBy"] =>
  deciders[Math.max(deciders.indexOf(touch.decidedBy), before ? deciders.indexOf(before.touch.decidedBy) : 0)] ?? touch.decidedBy;

/** Whether the answer that was given still holds. */
function isSettled(before: DecisionRow, touch: Touch, nowMs: number): boolean {
  if (before.answer === "now" || before.answer === "no") return true;
  if (furthest(touch, before) !== before.touch.decidedBy) return false;
  return before.answer !== "later" || nowMs < (before.dueAt?.getTime() ?? 0);
}

/** A holdout matters once nothing else speaks against the touch: from then on the person counts on their side of it. */
function drawsThatMatter(touch: Touch, facts: Facts, { verdicts }: Ruling, rules: Parameters<typeof drawsFor>[2]) {
  if (verdicts.some(({ rule, verdict }) => verdict === "deny" && rule !== "holdout")) return [];
  return drawsFor(touch, facts, rules).flatMap(({ scope, held, share, isNew }) => (isNew ? [{ scope, held, share }] : []));
}
