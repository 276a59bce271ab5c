import { randomBytes, randomUUID } from "node:crypto";
import { ProductError, type Flow, type FlowDefinition, type FlowState, type FlowSummary } from "@throughline/contract";
import { plainKey } from "@throughline/domain";
import { z } from "zod";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { readyFlows } from "./examples/ready-flows.ts";
import { noSuchFlow, type Db, type FlowsDeps } from "./flows-deps.ts";
import * as store from "./flows.store.ts";
import { deleteFlowRow } from "./publish-flow.ts";
import { whatChangedOfFlow } from "./what-changed-of-flow.ts";

/** What a flow is before anybody built it. */
const emptyDefinition: FlowDefinition = store.readDefinition({
  trigger: { kind: "manual" },
  entry: {},
  exit: {},
  start: null,
  steps: {},
});

export async function requireFlow(db: Db, workspaceId: string, key: string, options: { lock?: boolean } = {}): Promise<store.FlowRow> {
  const row = await store.findFlow(db, workspaceId, key, options);
  if (!row) throw noSuchFlow(key);
  return row;
}

/** A page of flows, the latest changed first. */
export async function listFlows(
  { db, now }: FlowsDeps,
  access: Access,
  input: { search?: string | undefined; state?: FlowState | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: FlowSummary[]; next: string | null }> {
  requirePermission(access, "flows:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await store.listFlows(db, access.workspaceId, { search: input.search, state: input.state, after, limit: input.limit });
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return {
    items: await store.toSummaries(db, rows.slice(0, input.limit), now()),
    next: last ? encodeCursor([last.updatedAt.toISOString(), last.id]) : null,
  };
}

export async function getFlow({ db, now }: FlowsDeps, access: Access, { key }: { key: string }): Promise<Flow> {
  requirePermission(access, "flows:read");
  return store.toFlow(db, access.workspaceId, await requireFlow(db, access.workspaceId, key), now());
}

/** Makes a flow as a draft: empty, as given, like a ready one, or like another. @throws ProductError `conflict`, `not_found`, `invalid_input`. */
export async function createFlow(
  { db, now }: FlowsDeps,
  access: Access,
  input: {
    name: string;
    key?: string | undefined;
    description: string;
    definition?: FlowDefinition | undefined;
    example?: string | undefined;
    copyOf?: string | undefined;
  },
): Promise<Flow> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const key = input.key ?? keyOf(input.name);
  const at = new Date(now());
  return db.transaction().execute(async (tx) => {
    const draft = await beginWith(tx, workspaceId, input);
    if (
      !(await store.insertFlow(tx, workspaceId, {
        id: randomUUID(),
        key,
        name: input.name,
        description: input.description,
        draft,
        at,
        by: actor.name,
      }))
    )
      throw new ProductError("conflict", `There is a flow ${key} already.`, {
        issues: [{ field: "key", message: "is taken", accepted: "another key" }],
      });
    await recordAudit(tx, access, { action: "flows.create", subject: key });
    return store.toFlow(tx, workspaceId, await requireFlow(tx, workspaceId, key), at.getTime());
  });
}

async function beginWith(
  db: Db,
  workspaceId: string,
  { definition, example, copyOf }: { definition?: FlowDefinition | undefined; example?: string | undefined; copyOf?: string | undefined },
): Promise<FlowDefinition> {
  if (definition) return definition;
  if (copyOf !== undefined) return store.readDefinition((await requireFlow(db, workspaceId, copyOf)).draft);
  if (example === undefined) return emptyDefinition;
  const ready = readyFlows.find(({ key }) => key === example);
  if (ready) return ready.definition;
  throw new ProductError("invalid_input", `There is no ready flow ${example}.`, {
    issues: [{ field: "example", message: "is not one of the ready flows", accepted: "a key of GET /flow-examples" }],
  });
}

/** Renames a flow or changes its draft. With a `revision`, only that one. @throws ProductError `conflict`. */
export async function updateFlow(
  { db, now }: FlowsDeps,
  access: Access,
  input: {
    key: string;
    name?: string | undefined;
    description?: string | undefined;
    draft?: FlowDefinition | undefined;
    revision?: number | undefined;
  },
): Promise<Flow> {
  requirePermission(access, "flows:write");
  const { workspaceId, actor } = access;
  const at = new Date(now());
  return db.transaction().execute(async (tx) => {
    const row = await requireFlow(tx, workspaceId, input.key, { lock: true });
    if (input.revision !== undefined && input.revision !== row.revision)
      throw new ProductError("conflict", `${row.updatedBy} changed this flow after you opened it.`, {
        issues: [
          {
            field: "revision",
            message: `is not the latest, which is ${row.revision}`,
            accepted: "the revision that you looked at, if it is the latest",
          },
        ],
      });
    await store.saveFlow(tx, workspaceId, row.id, { ...input, at, by: actor.name });
    if (input.name !== undefined) await store.flowsChanged(tx);
    await recordAudit(tx, access, { action: "flows.update", subject: input.key, details: whatChangedOfFlow(row, input) });
    return store.toFlow(tx, workspaceId, await requireFlow(tx, workspaceId, input.key), at.getTime());
  });
}

/** Deletes a flow with its runs; what it did stays on the timelines. */
export async function deleteFlow({ db }: FlowsDeps, access: Access, { key }: { key: string }): Promise<{ deleted: true }> {
  requirePermission(access, "flows:write");
  await db.transaction().execute(async (tx) => {
    await deleteFlowRow(tx, access.workspaceId, key);
    await recordAudit(tx, access, { action: "flows.delete", subject: key });
  });
  return { deleted: true };
}

/** `Stalled at verification` → `stalled-at-verification`; with an ending by chance where nothing is left of a name. */
function keyOf(name: string): string {
  const plain = plainKey(name, 80);
  return plain === "" ? `flow-${randomBytes(4).toString("hex")}` : plain;
}
