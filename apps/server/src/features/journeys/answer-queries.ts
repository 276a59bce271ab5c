import { ProductError, type JourneyAnswer, type JourneyQuery } from "@throughline/contract";
import { wilsonInterval } from "@throughline/domain";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { propertySource, valueText, type JourneyQueries } from "../insights/index.ts";
import { instanceTables } from "./instances-sql.ts";
import { findJourney } from "./journeys.store.ts";
import { pageOfPeople } from "./list-people.ts";
import { goalNode, markSql as m } from "./mark-sql.ts";
import { openDefinition, type JourneyDeps, type OpenJourney } from "./open-journey.ts";
import { computeMap } from "./read-map.ts";

async function open(deps: JourneyDeps, access: Access, query: JourneyQuery): Promise<OpenJourney> {
  requirePermission(access, "journeys:read");
  const definition = await findJourney(deps.db, access.workspaceId, query.journey);
  if (!definition)
    throw new ProductError("invalid_input", `There is no journey ${JSON.stringify(query.journey)}.`, {
      issues: [{ field: "journey", message: "is not there", accepted: "the key of a journey" }],
    });
  return openDefinition(deps, access.workspaceId, definition, query.range, query.where);
}

/** The journey kind of queries: `where` and `breakdown` are of the interaction that began the instance. */
export const journeyQueries = (deps: JourneyDeps): JourneyQueries => ({
  async answer(access, query, clickhouse): Promise<JourneyAnswer & { rowsRead: number }> {
    const opened = await open({ ...deps, clickhouse }, access, query);
    const map = await computeMap(opened);
    const breakdown = query.breakdown ? await computeBreakdown(opened, query.breakdown) : [];
    return { kind: "journey", map, breakdown, rowsRead: opened.context.rowsRead() };
  },
  people: (access, { query, ...page }, clickhouse) => pageOfPeople({ ...deps, clickhouse }, access, page, (at) => open(at, access, query)),
});

const breakdownRow = z.object({ value: z.string().nullable(), entered: z.number(), completed: z.number(), open: z.number() });

async function computeBreakdown(
  { context, periods, question }: OpenJourney,
  breakdown: { property: string; limit: number },
): Promise<JourneyAnswer["breakdown"]> {
  const asked = question();
  const { home, value } = propertySource(breakdown.property, context.predicates);
  if (home !== "interaction")
    throw new ProductError("invalid_input", "A journey is broken down by what began it.", {
      issues: [{ field: "breakdown.property", message: "is not of the interaction", accepted: "event.… or session.…" }],
    });
  asked.carry = [{ name: "values", expression: valueText(value), when: m.isEntry("mark") }];
  const { parameters } = asked;
  const [from, to] = [parameters.add(periods.current.fromMs, "UInt64"), parameters.add(periods.current.toMs, "UInt64")];
  const rows = await context.ask({
    query: `WITH ${instanceTables(asked)},
      begun AS (SELECT arrayFirst(x -> x.1 = start, values).2 AS own, end_node FROM instance WHERE ${m.ms("start")} >= ${from} AND ${m.ms("start")} < ${to}),
      top AS (SELECT own AS top_value FROM begun WHERE isNotNull(own) GROUP BY own ORDER BY count() DESC, own LIMIT ${breakdown.limit})
      SELECT if(isNull(own) OR own IN (SELECT top_value FROM top), own, '$other') AS value, toUInt32(count()) AS entered, toUInt32(countIf(end_node = ${goalNode})) AS completed, toUInt32(countIf(end_node = 0)) AS open
      FROM begun GROUP BY value ORDER BY value = '$other', entered DESC, value`,
    parameters,
    schema: breakdownRow,
  });
  return rows.map((row) => ({ ...row, conversion: wilsonInterval(row.completed, row.entered) }));
}
