import type { Decision, Touch } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchPerson, type ArbiterDeps } from "./arbiter-deps.ts";
import { decideTouches } from "./decide-touches.ts";
import { toDecision } from "./decisions.store.ts";

/**
 * Asks whether a touch may reach a person now, and keeps the answer.
 * @throws ProductError `not_found`, `conflict`.
 */
export async function decideTouch(deps: ArbiterDeps, access: Access, touch: Touch): Promise<Decision> {
  const { decisions } = await arbitrateTouches(deps, access, { touches: [touch] });
  return decisions[0] as Decision;
}

/**
 * Asks about touches that compete; the answers stand in the order in which they were decided.
 * @throws ProductError `not_found` when one of the people is not there, `conflict`, `invalid_input`.
 */
export async function arbitrateTouches(
  { db, now }: ArbiterDeps,
  access: Access,
  { touches }: { touches: readonly Touch[] },
): Promise<{ decisions: Decision[] }> {
  requirePermission(access, "arbiter:decide");
  const answers = await db.transaction().execute((tx) => decideTouches(tx, { workspaceId: access.workspaceId, nowMs: now() }, touches));
  if (answers.size < touches.length) throw noSuchPerson();
  return { decisions: [...answers.values()].map(toDecision) };
}
