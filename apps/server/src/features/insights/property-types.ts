import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import type { PredicateContext, PropertyHome, PropertyType } from "./predicate-sql/index.ts";

/** The catalogue looks at so many properties of an event. */
const mostCatalogued = 200;

/** Which types what has, for `typesOf` of a predicate context. */
export type TypesOf = PredicateContext["typesOf"];

/**
 * What types a property or a trait has ever had, from the catalogue, which is written with the events themselves; null for one that it does not know. Rows of identify and group calls hold traits among
 * their properties, so that an event's property has the types of a trait of that name too. Where an event has more properties than the catalogue looks at, nothing is known for sure.
 */
export async function readPropertyTypes(db: Kysely<Database>, workspaceId: string): Promise<TypesOf> {
  const { rows } = await sql<{ name: string; kind: string; types: string[] }>`
    SELECT name, CASE WHEN kind IN ('person', 'account') THEN kind ELSE 'event' END AS kind, array_agg(DISTINCT type) AS types FROM catalogue_property WHERE workspace_id = ${workspaceId}
      AND NOT EXISTS (SELECT 1 FROM catalogue_property WHERE workspace_id = ${workspaceId} GROUP BY kind, event HAVING count(DISTINCT name) >= ${mostCatalogued})
    GROUP BY 1, 2`.execute(db);
  const known: Record<PropertyHome, Map<string, Set<PropertyType>>> = { interaction: new Map(), person: new Map(), account: new Map() };
  const add = (home: PropertyHome, name: string, types: readonly string[]) => {
    const all = known[home].get(name) ?? new Set();
    for (const type of types) if (type !== "null") all.add((type === "date" ? "string" : type) as PropertyType);
    known[home].set(name, all);
  };
  for (const { name, kind, types } of rows) {
    add("interaction", name, types);
    if (kind !== "event") add(kind as "person" | "account", name, types);
  }
  return (name, home) => known[home].get(name) ?? null;
}
