import { defaultArbiterRules, ProductError, type ArbiterRules, type ArbiterRulesState } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { whatChanged } from "../../platform/audit/what-changed.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { readRules, replaceRules, type RulesRow } from "./rules.store.ts";

const toState = ({ rules, version, updatedAt, updatedBy }: RulesRow): ArbiterRulesState => ({
  rules,
  version,
  updatedAt: updatedAt?.toISOString() ?? null,
  updatedBy,
});

export async function getRules({ db }: ArbiterDeps, access: Access): Promise<ArbiterRulesState & { defaults: ArbiterRules }> {
  requirePermission(access, "arbiter:read");
  return { ...toState(await readRules(db, access.workspaceId)), defaults: defaultArbiterRules };
}

/** Changes what the arbiter goes by, from the next decision on. @throws ProductError `conflict`. */
export async function setRules(
  { db, now }: ArbiterDeps,
  access: Access,
  { rules, version }: { rules: ArbiterRules; version?: number | undefined },
): Promise<ArbiterRulesState> {
  requirePermission(access, "arbiter:write");
  const { workspaceId, actor } = access;
  return db.transaction().execute(async (tx) => {
    const before = await readRules(tx, workspaceId);
    if (!(await replaceRules(tx, workspaceId, { rules, version, at: new Date(now()), by: actor.name })))
      throw new ProductError("conflict", `The rules were changed by ${before.updatedBy ?? "somebody"}, after you opened them.`);
    const after = await readRules(tx, workspaceId);
    await recordAudit(tx, access, {
      action: "arbiter.rules",
      subject: `version ${after.version}`,
      details: whatChanged(before.rules, rules),
    });
    return toState(after);
  });
}
