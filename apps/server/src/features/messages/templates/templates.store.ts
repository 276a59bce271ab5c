import type { Template, TemplateContent, TemplateSummary, TemplateVersion } from "@throughline/contract";
import { sql } from "kysely";
import { containing } from "../../../platform/postgres/containing.ts";
import type { Db, Tx } from "../messages-deps.ts";

export type TemplateRow = Omit<TemplateSummary, "updatedAt" | "locales"> & {
  updatedAt: Date;
  draft: TemplateContent;
  published: TemplateContent | null;
  revision: number;
};

const columns = sql`t.key, t.name, t.description, t.channel, t.version, t.draft, t.revision, t.updated_at AS "updatedAt", t.updated_by AS "updatedBy", v.content AS published,
  (v.content IS NULL OR v.content <> t.draft) AS "hasChanges",
  (SELECT count(*)::int FROM message m WHERE m.workspace_id = t.workspace_id AND m.template = t.key AND m.state = 'sent' AND m.queued_at > now() - interval '28 days') AS sent`;
const from = sql`FROM message_template t LEFT JOIN message_template_version v ON v.workspace_id = t.workspace_id AND v.key = t.key AND v.version = t.version`;

/** Templates by name behind `after`, one more than the limit where there are more. */
export async function listTemplateRows(
  db: Db,
  workspaceId: string,
  {
    search,
    channel,
    after,
    limit,
  }: { search?: string | undefined; channel?: string | undefined; after: [name: string, key: string] | null; limit: number },
): Promise<TemplateRow[]> {
  const conditions = [sql`t.workspace_id = ${workspaceId}`];
  if (channel !== undefined) conditions.push(sql`t.channel = ${channel}`);
  if (search !== undefined) {
    const pattern = containing(search);
    conditions.push(sql`(t.name ILIKE ${pattern} OR t.key ILIKE ${pattern} OR t.description ILIKE ${pattern})`);
  }
  if (after) conditions.push(sql`(lower(t.name), t.key) > (${after[0]}, ${after[1]})`);
  const { rows } =
    await sql<TemplateRow>`SELECT ${columns} ${from} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY lower(t.name), t.key LIMIT ${limit + 1}`.execute(
      db,
    );
  return rows;
}

export async function findTemplate(db: Db, workspaceId: string, key: string, { lock = false } = {}): Promise<TemplateRow | null> {
  const { rows } = await sql<TemplateRow>`
    SELECT ${columns} ${from} WHERE t.workspace_id = ${workspaceId} AND t.key = ${key} ${lock ? sql`FOR UPDATE OF t` : sql``}`.execute(db);
  return rows[0] ?? null;
}

/** Keeps a new template; false when there is one of this key. */
export async function insertTemplate(
  tx: Tx,
  workspaceId: string,
  { key, name, description, draft }: { key: string; name: string; description: string; draft: TemplateContent },
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO message_template (workspace_id, key, name, description, channel, draft, created_at, updated_at, updated_by)
    VALUES (${workspaceId}, ${key}, ${name}, ${description}, ${draft.channel}, ${JSON.stringify(draft)}, ${at}, ${at}, ${by})
    ON CONFLICT DO NOTHING RETURNING key`.execute(tx);
  return rows.length > 0;
}

export async function changeTemplate(
  tx: Tx,
  workspaceId: string,
  key: string,
  { name, description, draft }: { name: string; description: string; draft: TemplateContent },
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE message_template SET name = ${name}, description = ${description}, draft = ${JSON.stringify(draft)}, revision = revision + 1, updated_at = ${at}, updated_by = ${by}
    WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(tx);
}

/** The draft becomes the next version. */
export async function insertVersion(
  tx: Tx,
  workspaceId: string,
  key: string,
  { content, compiled }: { content: TemplateContent; compiled: Record<string, string> },
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await sql`
    WITH next AS (UPDATE message_template SET version = 1 + coalesce((SELECT max(version) FROM message_template_version WHERE workspace_id = ${workspaceId} AND key = ${key}), 0), updated_at = ${at}, updated_by = ${by}
      WHERE workspace_id = ${workspaceId} AND key = ${key} RETURNING version)
    INSERT INTO message_template_version (workspace_id, key, version, content, compiled, published_at, published_by)
    SELECT ${workspaceId}, ${key}, version, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(compiled)}::jsonb, ${at}, ${by} FROM next`.execute(
    tx,
  );
}

export async function removeTemplate(tx: Tx, workspaceId: string, key: string): Promise<boolean> {
  const { rows } = await sql`DELETE FROM message_template WHERE workspace_id = ${workspaceId} AND key = ${key} RETURNING key`.execute(tx);
  return rows.length > 0;
}

type VersionRow = Omit<TemplateVersion, "publishedAt"> & { publishedAt: Date; compiled: Record<string, string> };
const versionColumns = sql`version, content, compiled, published_at AS "publishedAt", published_by AS "publishedBy"`;

export async function readTemplateVersions(db: Db, workspaceId: string, key: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    SELECT ${versionColumns} FROM message_template_version WHERE workspace_id = ${workspaceId} AND key = ${key} ORDER BY version DESC LIMIT 100`.execute(
    db,
  );
  return rows;
}
export async function findVersion(db: Db, workspaceId: string, key: string, version: number): Promise<VersionRow | null> {
  const { rows } = await sql<VersionRow>`
    SELECT ${versionColumns} FROM message_template_version WHERE workspace_id = ${workspaceId} AND key = ${key} AND version = ${version}`.execute(
    db,
  );
  return rows[0] ?? null;
}

type NamedTemplate = { name: string; channel: Template["channel"]; version: number | null; content: TemplateContent | null };

/** Which templates a workspace has, for flows that name them: the channel, and the version that is sent (null: none was published). */
export async function readTemplateNames(db: Db, workspaceId: string, keys: readonly string[]): Promise<Map<string, NamedTemplate>> {
  const { rows } = await sql<NamedTemplate & { key: string }>`
    SELECT t.key, t.name, t.channel, t.version, v.content ${from} WHERE t.workspace_id = ${workspaceId} AND t.key = ANY(${keys}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

export const localesOf = ({ fallback, locales }: TemplateContent): string[] => [
  fallback,
  ...Object.keys(locales)
    .filter((locale) => locale !== fallback)
    .sort(),
];

export function toSummary({ draft, published: _published, revision: _revision, updatedAt, ...row }: TemplateRow): TemplateSummary {
  return { ...row, locales: localesOf(draft), updatedAt: updatedAt.toISOString() };
}
