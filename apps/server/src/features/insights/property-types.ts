import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import type { PropertyType } from "./predicate-sql/index.ts";

/** The catalogue looks at so many properties of an event. */
const mostCatalogued = 200;

/**
 * What types an event property has ever had, from the catalogue, which is written with the events themselves; null for one that it does not know. Where an event has more properties than
 * the catalogue looks at, nothing is known for sure.
 */
export async function readPropertyTypes(
  db: Kysely<Database>,
  workspaceId: string,
): Promise<(name: string) => ReadonlySet<PropertyType> | null> {
  const { rows } = await sql<{ name: string; types: string[] }>`
    SELECT name, array_agg(DISTINCT type) AS types FROM catalogue_property WHERE workspace_id = ${workspaceId}
      AND NOT EXISTS (SELECT 1 FROM catalogue_property WHERE workspace_id = ${workspaceId} GROUP BY kind, event HAVING count(DISTINCT name) >= ${mostCatalogued})
    GROUP BY name`.execute(db);
  const known = new Map(
    rows.map(({ name, types }) => [
      name,
      new Set(types.flatMap((type) => (type === "date" ? ["string"] : type === "null" ? [] : [type])) as PropertyType[]),
    ]),
  );
  return (name) => known.get(name) ?? null;
}
