import { personIdOf, ProductError, type Predicate } from "@throughline/contract";
import { z } from "zod";
import type { Access } from "../../platform/auth/access.ts";
import { compilePersonCondition, createQueryContext, type QueryDeps } from "../insights/index.ts";

const mostPeople = 10_000;

/** Everybody for whom a predicate holds, as the timeline store knows it. @throws ProductError `invalid_input` for a predicate that cannot be asked, or that holds for too many. */
export async function peopleOf(deps: QueryDeps, access: Access, predicate: Predicate): Promise<string[]> {
  // A query whose `where` it is brings what compiling it takes.
  const context = await createQueryContext(deps, access.workspaceId, {
    kind: "trends",
    range: { last: { value: 1, unit: "day" } },
    interval: "day",
    series: [{ event: null, measure: { kind: "people" } }],
    where: predicate,
  });
  const parameters = context.createParameters();
  const rows = await context.ask({
    query: `SELECT toString(person_id) AS id FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}
      AND ${compilePersonCondition(predicate, "person_id", parameters, context.predicates)} ORDER BY person_id LIMIT ${mostPeople + 1}`,
    parameters,
    schema: z.object({ id: z.string() }),
  });
  if (rows.length > mostPeople)
    throw new ProductError("invalid_input", `These are more than ${mostPeople} people.`, {
      issues: [
        {
          field: "who",
          message: "holds for too many people",
          accepted: `at most ${mostPeople}; a flow with a segment as its trigger lets in any number`,
        },
      ],
    });
  return rows.map(({ id }) => personIdOf(id));
}
