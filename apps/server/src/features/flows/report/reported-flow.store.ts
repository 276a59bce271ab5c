import { flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { sql } from "kysely";
import { readRules } from "../../arbiter/index.ts";
import { sharesOf } from "../holdout-shares.ts";
import type { Db, Tx } from "./report-deps.ts";

export type ReportedFlow = {
  id: string;
  key: string;
  name: string;
  state: string;
  stopped: { at: Date; reason: string } | null;
  /** What is published, else the draft. */
  definition: FlowDefinition;
  /** All versions in the order in which they were published. */
  versions: { version: number; publishedAt: Date; definition: FlowDefinition }[];
  timezone: string;
  /** Shares by which people are drawn now, left alone by everything and by the flow. */
  shares: { shareOfAll: number; share: number };
};

type Row = {
  id: string;
  name: string;
  state: string;
  stoppedAt: Date | null;
  stoppedBecause: string | null;
  version: number | null;
  draft: unknown;
  versions: { version: number; publishedAt: string; definition: unknown }[] | null;
};

/** A flow with what its report goes by, or null. */
export async function findReportedFlow(db: Db | Tx, workspaceId: string, key: string): Promise<ReportedFlow | null> {
  const { rows } = await sql<Row>`
    SELECT f.id, f.name, f.state, f.stopped_at AS "stoppedAt", f.stopped_because AS "stoppedBecause", f.version, f.draft,
      (SELECT json_agg(json_build_object('version', v.version, 'publishedAt', v.published_at, 'definition', v.definition) ORDER BY v.version) FROM flow_version v WHERE v.flow_id = f.id) AS versions
    FROM flow f WHERE f.workspace_id = ${workspaceId} AND f.key = ${key}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const versions = (row.versions ?? []).map(({ version, publishedAt, definition }) => ({
    version,
    publishedAt: new Date(publishedAt),
    definition: flowDefinitionSchema.parse(definition),
  }));
  const definition = versions.find(({ version }) => version === row.version)?.definition ?? flowDefinitionSchema.parse(row.draft);
  const { rules, timezone } = await readRules(db, workspaceId);
  return {
    id: row.id,
    key,
    name: row.name,
    state: row.state,
    stopped:
      row.state === "stopped" && row.stoppedAt !== null && row.stoppedBecause !== null
        ? { at: row.stoppedAt, reason: row.stoppedBecause }
        : null,
    definition,
    versions,
    timezone,
    shares: sharesOf(definition, rules),
  };
}
