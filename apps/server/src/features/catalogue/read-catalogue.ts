import { kinds, ProductError, type Kind } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import { containing } from "../../platform/postgres/containing.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type CatalogueDeps = { db: Kysely<Database> };
type EventRow = { kind: Kind; name: string; count: string; firstSeen: Date; lastSeen: Date; propertyCount: string; conflicts: string };
type PropertyRow = { name: string; type: PropertyType; count: string; firstSeen: Date; lastSeen: Date; example: string | null };
type PropertyType = "string" | "number" | "boolean" | "date" | "array" | "object" | "null";

const toEvent = (row: EventRow) => ({
  kind: row.kind,
  name: row.name,
  count: Number(row.count),
  firstSeen: row.firstSeen.toISOString(),
  lastSeen: row.lastSeen.toISOString(),
  propertyCount: Number(row.propertyCount),
  conflicts: Number(row.conflicts),
});

const sorts = { count: sql`e.count`, name: sql`lower(e.name)`, lastSeen: sql`e.last_seen` };

/** Properties of an event; a conflict is a property with two types that are not the same in another dress (dates are text, null is nothing). */
const propertiesOf = sql`
  SELECT count(DISTINCT p.name) AS properties, count(DISTINCT p.name) FILTER (WHERE p.types > 1) AS conflicts FROM (
    SELECT name, count(DISTINCT CASE type WHEN 'date' THEN 'string' ELSE type END) FILTER (WHERE type <> 'null') AS types
    FROM catalogue_property WHERE workspace_id = e.workspace_id AND kind = e.kind AND event = e.name GROUP BY name) p`;

/** A page of the events seen. */
export async function listCatalogue(
  deps: CatalogueDeps,
  access: Access,
  input: {
    cursor?: string | undefined;
    limit: number;
    search?: string | undefined;
    kind?: Kind | undefined;
    conflict?: "true" | undefined;
    sort: string;
  },
) {
  requirePermission(access, "data:read");
  const offset = decodeCursor(input.cursor, z.tuple([z.number().int().min(0)]))?.[0] ?? 0;
  const pattern = containing((input.search ?? "").trim());
  const { rows } = await sql<EventRow>`
    SELECT e.kind, e.name, e.count, e.first_seen AS "firstSeen", e.last_seen AS "lastSeen", p.properties AS "propertyCount", p.conflicts
    FROM catalogue_event e, LATERAL (${propertiesOf}) p
    WHERE e.workspace_id = ${access.workspaceId} AND e.name ILIKE ${pattern} ${input.kind ? sql`AND e.kind = ${input.kind}` : sql``} ${input.conflict ? sql`AND p.conflicts > 0` : sql``}
    ORDER BY ${sorts[input.sort.replace("-", "") as keyof typeof sorts]} ${input.sort.startsWith("-") ? sql`DESC` : sql`ASC`}, e.kind, e.name OFFSET ${offset} LIMIT ${input.limit + 1}`.execute(
    deps.db,
  );
  return { items: rows.slice(0, input.limit).map(toEvent), next: rows.length > input.limit ? encodeCursor([offset + input.limit]) : null };
}

/** One event with its properties. Throws `not_found`. */
export async function getCatalogueEvent(deps: CatalogueDeps, access: Access, input: { kind: Kind; name: string }) {
  requirePermission(access, "data:read");
  const { rows } = await sql<EventRow>`
    SELECT e.kind, e.name, e.count, e.first_seen AS "firstSeen", e.last_seen AS "lastSeen", p.properties AS "propertyCount", p.conflicts
    FROM catalogue_event e, LATERAL (${propertiesOf}) p WHERE e.workspace_id = ${access.workspaceId} AND e.kind = ${input.kind} AND e.name = ${input.name}`.execute(
    deps.db,
  );
  if (!rows[0])
    throw new ProductError(
      "not_found",
      `No ${input.kind} named ${JSON.stringify(input.name)} has been seen. Kinds are ${kinds.join(", ")}.`,
    );
  return { ...toEvent(rows[0]), properties: await readProperties(deps, access.workspaceId, input.kind, input.name) };
}

/** Traits of people or accounts, as the sources state them. */
export async function listTraits(deps: CatalogueDeps, access: Access, input: { of: "person" | "account" }) {
  requirePermission(access, "data:read");
  return { items: await readProperties(deps, access.workspaceId, input.of, "") };
}

async function readProperties(deps: CatalogueDeps, workspaceId: string, kind: string, event: string) {
  const { rows } = await sql<PropertyRow>`
    SELECT name, type, count, first_seen AS "firstSeen", last_seen AS "lastSeen", example FROM catalogue_property
    WHERE workspace_id = ${workspaceId} AND kind = ${kind} AND event = ${event} ORDER BY name, count DESC`.execute(deps.db);
  return [...Map.groupBy(rows, (row) => row.name)].map(([name, list]) => {
    const real = new Set(list.filter((row) => row.type !== "null").map((row) => (row.type === "date" ? "string" : row.type)));
    return {
      name,
      types: list.map((row) => ({ type: row.type, count: Number(row.count) })),
      conflict: real.size > 1,
      count: list.reduce((sum, row) => sum + Number(row.count), 0),
      firstSeen: new Date(Math.min(...list.map((row) => row.firstSeen.getTime()))).toISOString(),
      lastSeen: new Date(Math.max(...list.map((row) => row.lastSeen.getTime()))).toISOString(),
      example: readExample(list.find((row) => row.example !== null)?.example ?? null),
    };
  });
}

/** Examples are stored cut to 100 characters; one that was cut is shown as text. */
function readExample(example: string | null): unknown {
  if (example === null) return null;
  try {
    return JSON.parse(example);
  } catch {
    return `${example}…`;
  }
}
