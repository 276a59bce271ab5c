import { channels, actors } from "@throughline/contract";
import type { AskVocabulary } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { viewNames } from "./views.ts";

export type VocabularyDeps = { db: Kysely<Database>; clickhouse: ClickHouse; now: () => number };
type Property = AskVocabulary["properties"][number];

/** Interactions and rows of state that values are looked for in: the latest ones. */
const sampledRows = 200_000;
/** Of each event these many are enough to see its frequent values: turning rows into text costs most. */
const sampledOfEach = 300;
const sampledMs = 90 * 86_400_000;
/** With more values than these a property's values are no words of their own (ids, paths, what people wrote). */
const mostValues = 40;
const longestValue = 60;

/** What can be asked about in a workspace: names and types from the catalogue, frequent values from the timeline store. */
export async function readVocabulary(deps: VocabularyDeps, workspaceId: string): Promise<AskVocabulary> {
  const [events, types, values, traits, journeys, segments, releases] = await Promise.all([
    readEvents(deps.db, workspaceId),
    readTypes(deps.db, workspaceId),
    readEventValues(deps.clickhouse, workspaceId, deps.now() - sampledMs),
    readTraitValues(deps.clickhouse, workspaceId),
    readJourneys(deps.db, workspaceId),
    deps.db
      .selectFrom("segment")
      .select(["key", "name"])
      .where("workspace_id", "=", workspaceId)
      .where("hidden", "=", false)
      .where("replaces", "is", null)
      .execute(),
    readReleases(deps.clickhouse, workspaceId),
  ]);
  const valuesOf = Map.groupBy([...values, ...traits], ({ path }) => path);
  const properties = types.map((property): Property => {
    const found = valuesOf.get(property.path)?.map(({ value }) => value);
    return property.type === "string" && found ? { ...property, values: found } : property;
  });
  return { events, properties: [...properties, ...ours], journeys, segments, releases };
}

/** Properties that stand on every interaction. */
const ours: Property[] = [
  { path: "event.$channel", type: "string", values: [...channels] },
  { path: "event.$actor", type: "string", values: [...actors] },
  { path: "event.$path", type: "string" },
  { path: "session.device", type: "string", values: ["desktop", "mobile", "tablet"] },
  { path: "session.browser", type: "string" },
  { path: "session.os", type: "string" },
  { path: "session.utmSource", type: "string" },
];

/** Names of events, and for views of pages and screens one name for each kind: a page that is called Report is no event of a report. */
const nameOrView = (column: "name" | "event") =>
  sql`CASE kind WHEN 'page' THEN ${viewNames.page} WHEN 'screen' THEN ${viewNames.screen} ELSE ${sql.ref(column)} END`;

/** Which names of views the customer also sends as events. */
export async function readTrackedViews(db: Kysely<Database>, workspaceId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("catalogue_event")
    .select("name")
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", "track")
    .where("name", "in", Object.values(viewNames))
    .execute();
  return new Set(rows.map(({ name }) => name));
}

/** The workspaces that received something last, the latest first. */
export async function readBusyWorkspaces(db: Kysely<Database>, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT workspace_id AS id FROM catalogue_event GROUP BY 1 ORDER BY max(last_seen) DESC LIMIT ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

async function readEvents(db: Kysely<Database>, workspaceId: string): Promise<AskVocabulary["events"]> {
  const { rows } = await sql<{ name: string; count: string }>`
    SELECT ${nameOrView("name")} AS name, sum(count)::text AS count FROM catalogue_event WHERE workspace_id = ${workspaceId} GROUP BY 1 ORDER BY sum(count) DESC LIMIT 2000`.execute(
    db,
  );
  return rows.map(({ name, count }) => ({ name, count: Number(count) }));
}

async function readJourneys(db: Kysely<Database>, workspaceId: string): Promise<AskVocabulary["journeys"]> {
  const { rows } = await sql<{
    key: string;
    name: string;
  }>`SELECT key, definition->>'name' AS name FROM journey WHERE workspace_id = ${workspaceId}`.execute(db);
  return rows;
}

async function readTypes(db: Kysely<Database>, workspaceId: string): Promise<Property[]> {
  const { rows } = await sql<{ kind: string; name: string; type: string; events: string[] }>`
    SELECT CASE kind WHEN 'person' THEN 'person' WHEN 'account' THEN 'account' ELSE 'event' END AS kind, name,
      (array_agg(type ORDER BY count DESC) FILTER (WHERE type <> 'null'))[1] AS type, array_agg(DISTINCT ${nameOrView("event")}) AS events
    FROM catalogue_property WHERE workspace_id = ${workspaceId} AND name !~ '[. ]' GROUP BY 1, 2 ORDER BY sum(count) DESC LIMIT 3000`.execute(
    db,
  );
  return rows.flatMap(({ kind, name, type, events }) =>
    type === "string" || type === "number" || type === "boolean" || type === "date"
      ? [{ path: `${kind}.${name}`, type, ...(kind === "event" ? { events } : {}) }]
      : [],
  );
}

const valueRow = z.object({ path: z.string(), value: z.string() });

/** Texts of properties that take few, the frequent first. */
const frequentTexts = (scope: string, from: string): string => `
  SELECT concat('${scope}.', name) AS path, text AS value FROM (
    SELECT pair.1 AS name, pair.2 AS text, count() AS times, uniqExact(text) OVER (PARTITION BY name) AS different FROM (${from})
    ARRAY JOIN pairs AS pair WHERE pair.2 != '' AND length(pair.2) <= ${longestValue} GROUP BY name, text)
  WHERE different <= ${mostValues} ORDER BY path, times DESC`;

const readEventValues = (clickhouse: ClickHouse, workspaceId: string, sinceMs: number) =>
  clickhouse.query({
    query: frequentTexts(
      "event",
      `SELECT JSONExtractKeysAndValues(toJSONString(properties), 'String') AS pairs FROM (
        SELECT properties FROM (SELECT name, properties FROM interaction WHERE workspace_id = {workspaceId:UUID} AND toDate(at) >= toDate(fromUnixTimestamp64Milli({sinceMs:Int64})) LIMIT ${sampledRows})
        LIMIT ${sampledOfEach} BY name)`,
    ),
    params: { workspaceId, sinceMs },
    schema: valueRow,
  });

async function readTraitValues(clickhouse: ClickHouse, workspaceId: string): Promise<z.infer<typeof valueRow>[]> {
  const of = (scope: "person" | "account") =>
    clickhouse.query({
      query: frequentTexts(
        scope,
        `SELECT JSONExtractKeysAndValues(toJSONString(traits), 'String') AS pairs FROM ${scope}_state FINAL WHERE workspace_id = {workspaceId:UUID} LIMIT ${sampledRows}`,
      ),
      params: { workspaceId },
      schema: valueRow,
    });
  return (await Promise.all([of("person"), of("account")])).flat();
}

/** Releases, from interactions that say so: a name with "Release" or "Deploy" in it, and a property `version`. */
const readReleases = (clickhouse: ClickHouse, workspaceId: string) =>
  clickhouse.query({
    query: `SELECT toString(properties.version) AS version, concat(replaceOne(toString(min(at)), ' ', 'T'), 'Z') AS at FROM interaction
      WHERE workspace_id = {workspaceId:UUID} AND match(name, '(?i)release|deploy') AND toString(properties.version) != ''
      GROUP BY version ORDER BY min(interaction.at) DESC LIMIT 100`,
    params: { workspaceId },
    schema: z.object({ version: z.string(), at: z.string() }),
  });
