import { ProductError, type FlowDefinition, type FlowDifference, type FlowIssue } from "@throughline/contract";
import { checkFlow, diffFlows } from "@throughline/domain";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchFlow, type Db, type FlowsDeps } from "./flows-deps.ts";
import { findFlow, readDefinition, type FlowRow } from "./flows.store.ts";
import { readSurroundings } from "./surroundings.ts";

async function flowOf(db: Db, access: Access, key: string): Promise<FlowRow> {
  requirePermission(access, "flows:read");
  const row = await findFlow(db, access.workspaceId, key);
  if (!row) throw noSuchFlow(key);
  return row;
}

/** Everything that is wrong with the draft, or with a definition that is being edited. */
export async function validateFlow(
  { db }: FlowsDeps,
  access: Access,
  { key, definition }: { key: string; definition?: FlowDefinition | undefined },
): Promise<{ issues: FlowIssue[] }> {
  const row = await flowOf(db, access, key);
  const checked = definition ?? readDefinition(row.draft);
  return { issues: checkFlow(checked, await readSurroundings(db, access.workspaceId, key, checked)) };
}

/** @throws ProductError `invalid_input` with every error of a definition; warnings do not stop it. */
export async function requireSound(db: Db, workspaceId: string, key: string, definition: FlowDefinition): Promise<void> {
  const errors = checkFlow(definition, await readSurroundings(db, workspaceId, key, definition)).filter(
    ({ severity }) => severity === "error",
  );
  if (errors.length === 0) return;
  throw new ProductError("invalid_input", `This cannot be published: ${errors[0]?.message}`, {
    issues: errors.map(({ step, field, message }) => ({
      field: [step === null ? [] : ["steps", step], field ?? []].flat(2).join(".") || "definition",
      message,
    })),
  });
}

/** What differs between two versions; the draft stands where no number is given, and what is published before it. Also how many people are at steps that are gone. */
export async function diffVersions(
  { db }: FlowsDeps,
  access: Access,
  { key, from, to }: { key: string; from?: number | undefined; to?: number | undefined },
): Promise<{ differences: FlowDifference[]; removedWithPeople: { step: string; people: number }[] }> {
  const row = await flowOf(db, access, key);
  const at = async (version: number): Promise<FlowDefinition> => {
    const { rows } = await sql<{
      definition: unknown;
    }>`SELECT definition FROM flow_version WHERE flow_id = ${row.id} AND version = ${version}`.execute(db);
    if (!rows[0]) throw new ProductError("not_found", `The flow ${key} has no version ${version}.`);
    return readDefinition(rows[0].definition);
  };
  const after = to === undefined ? readDefinition(row.draft) : await at(to);
  const before = from !== undefined ? await at(from) : row.published === null ? null : readDefinition(row.published);
  if (before === null) return { differences: [], removedWithPeople: [] };
  const { rows } = await sql<{ step: string; people: number }>`
    SELECT step, count(*)::int AS people FROM flow_run WHERE flow_id = ${row.id} AND ended_at IS NULL AND step IS NOT NULL AND NOT step = ANY(${Object.keys(after.steps)}::text[]) GROUP BY step ORDER BY step`.execute(
    db,
  );
  return { differences: diffFlows(before, after), removedWithPeople: rows };
}
