import type { FlowState } from "@throughline/contract";
import { isTimeZone } from "@throughline/domain";
import { sql } from "kysely";
import { compileFlow, type CompiledFlow } from "./compile-flow.ts";
import type { Db } from "./flows-deps.ts";
import { readDefinition } from "./flows.store.ts";

/** A flow that was published, as it runs. */
export type LiveFlow = {
  id: string;
  workspaceId: string;
  key: string;
  name: string;
  state: FlowState;
  /** The version that holds. */
  version: number;
  /** What becomes of runs of other versions; null: they drain. */
  migrates: Record<string, string | null> | null;
  liveSinceMs: number;
  compiled: CompiledFlow;
};
/** What a workspace's flows mean. */
export type WorkspaceFlows = {
  workspaceId: string;
  timezone: string;
  flows: readonly LiveFlow[];
  byId: ReadonlyMap<string, LiveFlow>;
  /** Versions that hold or that somebody is still in, by `flow version`. */
  versions: Map<string, CompiledFlow>;
  /** Of all these versions. */
  names: ReadonlySet<string | null>;
  heard: ReadonlySet<string>;
  segments: readonly string[];
  readsState: boolean;
};

type FlowRow = Omit<LiveFlow, "compiled" | "liveSinceMs"> & { timezone: string; liveSince: Date | null };
type VersionRow = { flowId: string; version: number; workspaceId: string; definition: unknown };

/** The version of all definitions, as this transaction sees it. */
export async function flowsVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT version FROM flow_definitions`.execute(db);
  return rows[0]?.version ?? "0";
}

const keyOf = (flowId: string, version: number): string => `${flowId} ${version}`;

/** The flows of every workspace that has published any, or of one. `known` are versions that were compiled before: they never change. */
export async function loadFlows(
  db: Db,
  workspaceId: string | null = null,
  known: ReadonlyMap<string, CompiledFlow> = new Map(),
): Promise<Map<string, WorkspaceFlows>> {
  const only = workspaceId === null ? sql`true` : sql`f.workspace_id = ${workspaceId}`;
  const { rows: flows } = await sql<FlowRow>`
    SELECT f.id, f.workspace_id AS "workspaceId", f.key, f.name, f.state, f.version, f.live_since AS "liveSince", v.migrates, w.timezone
    FROM flow f JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version JOIN workspace w ON w.id = f.workspace_id WHERE ${only} ORDER BY w.id, f.id`.execute(
    db,
  );
  if (flows.length === 0) return new Map();
  const { rows: versions } = await sql<VersionRow>`
    SELECT v.flow_id AS "flowId", v.version, v.workspace_id AS "workspaceId", v.definition FROM flow f JOIN flow_version v ON v.flow_id = f.id
    WHERE ${only} AND f.version IS NOT NULL AND (v.version = f.version OR EXISTS (SELECT FROM flow_run r WHERE r.flow_id = v.flow_id AND r.version = v.version AND r.watched))`.execute(
    db,
  );
  const compiled = new Map(
    versions.map(({ flowId, version, definition }) => {
      const key = keyOf(flowId, version);
      return [key, known.get(key) ?? compileFlow(readDefinition(definition))];
    }),
  );
  return new Map(
    [...Map.groupBy(flows, (row) => row.workspaceId)].map(([id, rows]) => {
      const live = rows.map(({ timezone: _, liveSince, ...row }) => ({
        ...row,
        liveSinceMs: liveSince?.getTime() ?? Infinity,
        compiled: compiled.get(keyOf(row.id, row.version)) as CompiledFlow,
      }));
      const theirs = new Map([...compiled].filter(([key]) => live.some((flow) => key.startsWith(flow.id))));
      const all = [...theirs.values()];
      const timezone = rows[0]?.timezone;
      return [
        id,
        {
          workspaceId: id,
          timezone: isTimeZone(timezone) ? timezone : "UTC",
          flows: live,
          byId: new Map(live.map((flow) => [flow.id, flow])),
          versions: theirs,
          names: new Set(all.flatMap(({ names }) => [...names])),
          heard: new Set(all.flatMap(({ heard }) => [...heard])),
          segments: [...new Set(all.flatMap(({ segments }) => segments))],
          readsState: all.some(({ readsState }) => readsState),
        },
      ];
    }),
  );
}

/** A version that somebody is in. One that is not among those known is read: a run can be older than everything that is watched. */
export async function versionOf(db: Db, flows: WorkspaceFlows, flowId: string, version: number): Promise<CompiledFlow> {
  const key = keyOf(flowId, version);
  const known = flows.versions.get(key);
  if (known) return known;
  const { rows } = await sql<{
    definition: unknown;
  }>`SELECT definition FROM flow_version WHERE flow_id = ${flowId} AND version = ${version}`.execute(db);
  if (!rows[0]) throw new Error(`There is no version ${version} of the flow ${flowId}.`);
  const compiled = compileFlow(readDefinition(rows[0].definition));
  flows.versions.set(key, compiled);
  return compiled;
}

/** Keeps definitions in memory until their version moves. */
export function createFlowDefinitions() {
  let known: { version: string; flows: Map<string, WorkspaceFlows> } = { version: "none", flows: new Map() };
  return async function current(db: Db): Promise<Map<string, WorkspaceFlows>> {
    const version = await flowsVersion(db);
    if (version === known.version) return known.flows;
    const compiled = new Map([...known.flows.values()].flatMap(({ versions }) => [...versions]));
    known = { version, flows: await loadFlows(db, null, compiled) };
    return known.flows;
  };
}
export type FlowDefinitions = ReturnType<typeof createFlowDefinitions>;
