import { defaultArbiterRules, flowDefinitionSchema, type FlowDefinition } from "@throughline/contract";
import { isTimeZone } from "@throughline/domain";
import { sql } from "kysely";
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
  /** Shares that the arbiter's rules say. */
  shares: { all: number; flow: number };
};

type Row = {
  id: string;
  name: string;
  state: string;
  stoppedAt: Date | null;
  stoppedBecause: string | null;
  version: number | null;
  draft: unknown;
  timezone: string;
  share: number | null;
  flowShare: number | null;
  versions: { version: number; publishedAt: string; definition: unknown }[] | null;
};

/** A flow with what its report goes by, or null. */
export async function findReportedFlow(db: Db | Tx, workspaceId: string, key: string): Promise<ReportedFlow | null> {
  const { rows } = await sql<Row>`
    SELECT f.id, f.name, f.state, f.stopped_at AS "stoppedAt", f.stopped_because AS "stoppedBecause", f.version, f.draft, w.timezone,
      (r.rules #>> '{holdout,share}')::float8 AS share, (r.rules #>> '{holdout,flowShare}')::float8 AS "flowShare",
      (SELECT json_agg(json_build_object('version', v.version, 'publishedAt', v.published_at, 'definition', v.definition) ORDER BY v.version) FROM flow_version v WHERE v.flow_id = f.id) AS versions
    FROM flow f JOIN workspace w ON w.id = f.workspace_id LEFT JOIN arbiter_rules r ON r.workspace_id = f.workspace_id
    WHERE f.workspace_id = ${workspaceId} AND f.key = ${key}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const versions = (row.versions ?? []).map(({ version, publishedAt, definition }) => ({
    version,
    publishedAt: new Date(publishedAt),
    definition: flowDefinitionSchema.parse(definition),
  }));
  const published = versions.find(({ version }) => version === row.version)?.definition;
  return {
    id: row.id,
    key,
    name: row.name,
    state: row.state,
    stopped:
      row.state === "stopped" && row.stoppedAt !== null && row.stoppedBecause !== null
        ? { at: row.stoppedAt, reason: row.stoppedBecause }
        : null,
    definition: published ?? flowDefinitionSchema.parse(row.draft),
    versions,
    timezone: isTimeZone(row.timezone) ? row.timezone : "UTC",
    shares: { all: row.share ?? defaultArbiterRules.holdout.share, flow: row.flowShare ?? defaultArbiterRules.holdout.flowShare },
  };
}
