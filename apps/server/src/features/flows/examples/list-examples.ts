import type { FlowExample } from "@throughline/contract";
import type { Kysely } from "kysely";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import type { Database } from "../../../platform/postgres/database.ts";
import { presentOf } from "./examples.store.ts";
import type { Needs, ReadyFlow } from "./ready-flow.ts";
import { readyFlows } from "./ready-flows.ts";

/** The ready flows, with what of each is missing in the workspace; those that fit come first. */
export async function listExamples({ db }: { db: Kysely<Database> }, access: Access): Promise<{ items: FlowExample[] }> {
  requirePermission(access, "flows:read");
  const all = readyFlows.map(({ needs }) => needs);
  const present = await presentOf(db, access.workspaceId, {
    events: all.flatMap(({ events }) => events),
    traits: all.flatMap(({ traits }) => traits),
    stages: all.flatMap(({ stages }) => stages),
  });
  const items = readyFlows.map((flow) => toExample(flow, missingOf(flow.needs, present)));
  return { items: [...items.filter(({ fits }) => fits), ...items.filter(({ fits }) => !fits)] };
}

const toExample = ({ key, name, description, definition }: ReadyFlow, missing: string[]): FlowExample => ({
  key,
  name,
  description,
  fits: missing.length === 0,
  missing,
  definition,
});

const missingOf = (needs: Needs, present: Needs): string[] => [
  ...needs.events.filter((name) => !present.events.includes(name)).map((name) => `the event ${name}`),
  ...needs.traits.filter((name) => !present.traits.includes(name)).map((name) => `the trait ${name}`),
  ...needs.stages
    .filter(({ journey, stage }) => !present.stages.some((one) => one.journey === journey && one.stage === stage))
    .map(({ journey, stage }) => `the stage ${stage} of a journey ${journey}`),
];
