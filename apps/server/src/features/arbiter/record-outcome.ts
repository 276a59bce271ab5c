import { ProductError, type Decision, type TouchOutcome } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchTouch, type ArbiterDeps, type Tx } from "./arbiter-deps.ts";
import { holdAttention } from "./attention.store.ts";
import { decisionsOfTouch, recordOutcome, toDecision } from "./decisions.store.ts";

const gives = new Set<TouchOutcome>(["failed", "cancelled"]);

type Told = { id: string; outcome: TouchOutcome; at?: string | undefined; note?: string | undefined };

/**
 * Notes what came of a touch that was allowed. What failed or was cancelled gives the person's attention back, for good: who tries again asks again, under another
 * id. What is unknown keeps it. Told twice, it is the same.
 * @throws ProductError `not_found`, `conflict`.
 */
export async function noteOutcome({ db, now }: ArbiterDeps, access: Access, told: Told): Promise<Decision> {
  requirePermission(access, "arbiter:decide");
  return db.transaction().execute((tx) => noteOutcomeWithin(tx, { workspaceId: access.workspaceId, nowMs: now() }, told));
}

/**
 * The same in the transaction of whoever did it.
 * @throws ProductError `not_found`, `conflict`; nothing was written then, and the transaction goes on.
 */
export async function noteOutcomeWithin(
  tx: Tx,
  { workspaceId, nowMs }: { workspaceId: string; nowMs: number },
  { id, outcome, at, note }: Told,
): Promise<Decision> {
  const [before] = await decisionsOfTouch(tx, workspaceId, id);
  if (!before) throw noSuchTouch();
  await holdAttention(tx, workspaceId, [before.personId]);
  const [latest] = await decisionsOfTouch(tx, workspaceId, id);
  if (!latest) throw noSuchTouch();
  if (latest.answer !== "now") throw new ProductError("conflict", `The touch ${id} was not allowed: its answer is “${latest.answer}”.`);
  if (latest.outcome === outcome) return toDecision(latest);
  if (latest.outcome !== null && gives.has(latest.outcome))
    throw new ProductError(
      "conflict",
      `The touch ${id} has ${latest.outcome === "failed" ? "failed" : "been cancelled"}: ask again under another id.`,
    );
  const told = { outcome, at: new Date(at ?? nowMs), note: note ?? null, takesAttention: !gives.has(outcome) };
  await recordOutcome(tx, workspaceId, latest.id, told);
  return toDecision({ ...latest, outcome, outcomeAt: told.at, outcomeNote: told.note });
}
