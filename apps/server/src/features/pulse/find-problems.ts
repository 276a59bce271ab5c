import type { Source } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import type { LogLag } from "../../platform/log/log.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { readFiringAlerts } from "../alerts/index.ts";
import { readProcessing } from "../pipeline/index.ts";
import { describeProcessing } from "./describe-processing.ts";
import type { Problem } from "./problem.ts";

const count = (n: number): string => n.toLocaleString("en");

/** What is wrong now, worst first, each in a sentence with a place to go to. */
export async function findProblems(db: Kysely<Database>, workspaceId: string, sources: readonly Source[], lag: LogLag): Promise<Problem[]> {
  const problems: Problem[] = [];
  const processing = describeProcessing(lag, await readProcessing(db));
  if (processing) problems.push(processing);
  for (const { id, name, kind, health } of sources) {
    const link = `/data/sources/${id}`;
    if (health.state === "failing")
      problems.push({
        code: "source_failing",
        severity: "critical",
        text: `${name}: ${count(health.quarantined24h)} of ${count(health.quarantined24h + health.accepted24h)} events of the last 24 h could not be used.`,
        link: `/data/quarantine?source=${id}`,
      });
    // The sample company and finished imports are quiet by nature.
    if (health.state === "quiet" && kind !== "sample" && kind !== "import")
      problems.push({ code: "source_quiet", severity: "warning", text: `${name} has sent nothing for more than a day.`, link });
  }
  for (const { id, name, reason } of await readFiringAlerts(db, workspaceId))
    problems.push({ code: "alert_firing", severity: "critical", text: `${name}: ${reason}`, link: `/insights/alerts?alert=${id}` });
  problems.push(...(await conflictProblems(db, workspaceId)));
  const order = { critical: 0, warning: 1, info: 2 };
  return problems.sort((a, b) => order[a.severity] - order[b.severity]);
}

/** Beyond this the number itself tells nobody anything. */
const mostCounted = 10_000;

async function conflictProblems(db: Kysely<Database>, workspaceId: string): Promise<Problem[]> {
  const { rows } = await sql<{ open: number; identity: number; types: number; typesOfEvents: number; typesOfPeople: number }>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM quarantine WHERE workspace_id = ${workspaceId} AND status = 'open' LIMIT ${mostCounted + 1}) q) AS open,
      (SELECT count(*)::int FROM identity_conflict WHERE workspace_id = ${workspaceId}) AS identity, c.*
    FROM (SELECT count(*)::int AS types, count(*) FILTER (WHERE event <> '')::int AS "typesOfEvents", count(*) FILTER (WHERE kind = 'person')::int AS "typesOfPeople"
      FROM (SELECT kind, event FROM catalogue_property WHERE workspace_id = ${workspaceId} AND type <> 'null' GROUP BY kind, event, name HAVING count(DISTINCT CASE type WHEN 'date' THEN 'string' ELSE type END) > 1) p) c`.execute(
    db,
  );
  const { open, identity, types, typesOfEvents, typesOfPeople } = rows[0] ?? {
    open: 0,
    identity: 0,
    types: 0,
    typesOfEvents: 0,
    typesOfPeople: 0,
  };
  const problems: Problem[] = [];
  if (open > 0)
    problems.push({
      code: "quarantine_open",
      severity: "warning",
      text:
        open > mostCounted
          ? `More than ${count(mostCounted)} events wait in quarantine.`
          : `${count(open)} ${open === 1 ? "event waits" : "events wait"} in quarantine.`,
      link: "/data/quarantine",
    });
  if (types > 0)
    problems.push({
      code: "type_conflicts",
      severity: "info",
      text: `${count(types)} ${types === 1 ? "property arrives" : "properties arrive"} with more than one type.`,
      link: typesOfEvents > 0 ? "/data/catalogue?conflict=true" : `/data/catalogue?of=${typesOfPeople > 0 ? "person" : "account"}`,
    });
  if (identity > 0)
    problems.push({
      code: "identity_conflicts",
      severity: "info",
      text: `${count(identity)} ${identity === 1 ? "device or contact is" : "devices or contacts are"} claimed by more than one user.`,
      link: "/people?conflict=true",
    });
  return problems;
}
