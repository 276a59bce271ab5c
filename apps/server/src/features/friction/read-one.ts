import { personIdOf, type FrictionSignal } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { countedSession, elementKey, pageKey, rowParams, signalRows } from "./friction-rows.ts";
import { daysOf, frictionScope, type FrictionScope, type ScopeInput } from "./friction-scope.ts";
import { judgePlaces } from "./rank-friction.ts";
import { filterOf, type PlaceFilter } from "./read-places.ts";
import { createStrataReader, limits, type ReadStrata, type View } from "./read-strata.ts";
import { visitRows } from "./visit-rows.ts";

export type ReadOneDeps = { db: Kysely<Database>; clickhouse: ClickHouse; now: () => number };
export type OneInput = ScopeInput & { element?: string | undefined; page?: string | undefined };

const mostShown = 8;
const text = z.string();
const count = z.coerce.number();

/** One place of friction: an element of a page, a page, or a kind of signal; by what the input names. */
export async function readOne(
  { db, clickhouse, now }: ReadOneDeps,
  access: Access,
  input: OneInput,
  readStrata: ReadStrata = createStrataReader({ clickhouse, now }),
) {
  requirePermission(access, "insights:read");
  const scope = frictionScope(access.workspaceId, input, now());
  const view: View = input.page === undefined ? "signal" : input.element === undefined ? "page" : "element";
  const filter: PlaceFilter = { page: input.page, element: input.element };
  const seesPeople = access.permissions.has("people:read");
  const [{ rows }, days, shares, people, examples] = await Promise.all([
    judgePlaces({ clickhouse, readStrata }, scope, view, filter, 1),
    readDays(clickhouse, scope, filter),
    countShares(clickhouse, scope, filter),
    seesPeople ? readPeople(clickhouse, scope, filter) : [],
    seesPeople ? readExamples(clickhouse, scope, filter) : [],
  ]);
  const names = await readNames(
    db,
    access.workspaceId,
    [...people, ...examples].map(({ person }) => person),
  );
  return {
    row: rows[0] ?? null,
    days,
    ...shares,
    // Whoever was deleted since is no longer named.
    people: people.flatMap(({ person, sessions, lastMs }) => {
      const known = names.get(person);
      return known ? [{ id: personIdOf(person), ...known, sessions, lastAt: new Date(lastMs).toISOString() }] : [];
    }),
    examples: examples.flatMap(({ person, atMs, ...rest }) => {
      const known = names.get(person);
      return known ? [{ ...rest, person: personIdOf(person), name: known.name ?? known.email, at: new Date(atMs).toISOString() }] : [];
    }),
  };
}

const matching = (condition: string) => `FROM (SELECT *, ${countedSession} AS session FROM (${signalRows("toMs")})) WHERE ${condition}`;

async function readDays(clickhouse: ClickHouse, scope: FrictionScope, filter: PlaceFilter) {
  const { condition, params } = filterOf(filter);
  const rows = await clickhouse.query({
    query: `SELECT toString(toDate(fromUnixTimestamp64Milli(ms))) AS day, uniqExact(session) AS sessions, count() AS occurrences ${matching(condition)} GROUP BY day`,
    params: { ...rowParams(scope), ...params },
    schema: z.object({ day: text, sessions: count, occurrences: count }),
    settings: limits,
  });
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return daysOf(scope).map((day) => byDay.get(day) ?? { day, sessions: 0, occurrences: 0 });
}

/** Sessions hit by page, browser, device and what was said; of each the most frequent. */
async function countShares(clickhouse: ClickHouse, scope: FrictionScope, filter: PlaceFilter) {
  const { condition, params } = filterOf(filter);
  const rows = await clickhouse.query({
    query: `SELECT part.1 AS kind, part.2 AS value, uniqExact(session) AS sessions
      FROM (SELECT session, arrayJoin([('pages', page), ('browsers', browser), ('devices', device), ('details', detail)]) AS part ${matching(condition)})
      WHERE part.2 != '' GROUP BY kind, value ORDER BY sessions DESC, value LIMIT ${mostShown} BY kind`,
    params: { ...rowParams(scope), ...params },
    schema: z.object({ kind: z.enum(["pages", "browsers", "devices", "details"]), value: text, sessions: count }),
    settings: limits,
  });
  const of = (kind: (typeof rows)[number]["kind"]) =>
    rows.flatMap((row) => (row.kind === kind ? [{ value: row.value, sessions: row.sessions }] : []));
  return { pages: of("pages"), browsers: of("browsers"), devices: of("devices"), details: of("details") };
}

function readPeople(clickhouse: ClickHouse, scope: FrictionScope, filter: PlaceFilter) {
  const { condition, params } = filterOf(filter);
  return clickhouse.query({
    query: `SELECT toString(person) AS person, uniqExact(session) AS sessions, max(ms) AS lastMs ${matching(condition)} GROUP BY person ORDER BY sessions DESC, lastMs DESC, person LIMIT 20`,
    params: { ...rowParams(scope), ...params },
    schema: z.object({ person: text, sessions: count, lastMs: count }),
    settings: limits,
  });
}

/** The latest sessions, with what came of them; those that ended badly first. */
function readExamples(clickhouse: ClickHouse, scope: FrictionScope, filter: PlaceFilter) {
  const { condition, params } = filterOf(filter);
  return clickhouse.query({
    query: `SELECT toString(h.person) AS person, h.at_ms AS atMs, h.names AS signals, h.on_device AS device, h.on_browser AS browser, max(v.ticket) = 1 AS ticket, max(v.abandoned) = 1 AS abandoned
      FROM (SELECT person, ${pageKey} AS page_key, session, min(ms) AS at_ms, groupUniqArray(name) AS names, any(device) AS on_device, any(browser) AS on_browser, groupUniqArray(${elementKey}) AS hit_by
        ${matching(condition)} GROUP BY person, page_key, session) AS h
      INNER JOIN (SELECT person, page_key, arrived_ms, things, ticket, abandoned FROM (${visitRows(elementKey)}) WHERE notEmpty(things)) AS v ON h.person = v.person AND h.page_key = v.page_key
      WHERE v.arrived_ms <= h.at_ms AND v.arrived_ms > h.at_ms - {horizonMs:Int64} AND hasAny(v.things, h.hit_by)
      GROUP BY h.person, h.session, h.at_ms, h.names, h.on_device, h.on_browser
      ORDER BY ticket OR abandoned DESC, h.at_ms DESC LIMIT 12`,
    params: { ...rowParams(scope), ...params },
    schema: z.object({
      person: text,
      atMs: count,
      signals: z.array(text).transform((names) => names as FrictionSignal[]),
      device: text,
      browser: text,
      ticket: z.coerce.boolean(),
      abandoned: z.coerce.boolean(),
    }),
    settings: limits,
  });
}

async function readNames(db: Kysely<Database>, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { name: string | null; email: string | null; known: boolean }>();
  const { rows } = await sql<{ id: string; name: string | null; email: string | null; known: boolean }>`
    SELECT id::text AS id, name, email, known FROM person WHERE workspace_id = ${workspaceId} AND id IN (${sql.join([...new Set(ids)])})`.execute(
    db,
  );
  return new Map(rows.map(({ id, ...person }) => [id, person]));
}
