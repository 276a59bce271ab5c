import { ProductError, type Cell, type PersonSummary } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import { findSummaries } from "../people/index.ts";
import { openJourney, type JourneyDeps, type OpenJourney, type RangeInput } from "./open-journey.ts";
import { peopleBehind } from "./people-sql.ts";

type Page = { cell: Cell; cursor?: string | undefined; limit: number };

/** A page of the people behind one number of the map of a saved journey. */
export const listPeople = (deps: JourneyDeps, access: Access, input: { key: string } & Page & RangeInput) =>
  pageOfPeople(deps, access, input, (at) => openJourney(at, access, input));

/** The same of whatever is opened: in an order, and at a "now", that does not change while one pages. */
export async function pageOfPeople(
  deps: JourneyDeps,
  access: Access,
  { cell, cursor, limit }: Page,
  open: (at: JourneyDeps) => Promise<OpenJourney>,
): Promise<{ items: PersonSummary[]; next: string | null; total: number }> {
  requirePermission(access, "journeys:read");
  requirePermission(access, "people:read");
  if (cell.kind !== "journey")
    throw new ProductError("invalid_input", "The cell is not one of a journey.", {
      issues: [{ field: "cell.kind", message: `is ${cell.kind}`, accepted: "journey" }],
    });
  const place = decodeCursor(cursor, z.tuple([z.string().regex(/^\d{1,20}$/), z.number()]));
  const nowMs = place ? place[1] : deps.now();
  const { context, periods, question } = await open({ ...deps, now: () => nowMs });
  const asked = question();
  const people = peopleBehind(asked, cell, periods.current);
  const after = asked.parameters.add(place ? place[0] : "0", "UInt64");
  const rows = await context.ask({
    query: `SELECT toString(person_id) AS person, total FROM (SELECT person_id, toUInt32(count() OVER ()) AS total FROM (${people})) WHERE person_id > ${after} ORDER BY person_id LIMIT ${limit + 1}`,
    parameters: asked.parameters,
    schema: z.object({ person: z.string(), total: z.number() }),
  });
  const ids = rows.slice(0, limit).map((row) => row.person);
  const last = ids.at(-1);
  return {
    items: await findSummaries(deps.db, access.workspaceId, ids),
    next: rows.length > limit && last !== undefined ? encodeCursor([last, nowMs]) : null,
    total: rows[0]?.total ?? 0,
  };
}
