import { migrateRun } from "@throughline/domain";
import { sql } from "kysely";
import { askOutside } from "./ask-outside.ts";
import type { LiveFlow, WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";
import { lockPeopleOfRuns } from "./lock-people.ts";
import type { Session } from "./session.ts";

const runsAtOnce = 200;
/** Flows, as they are defined now, of whose former versions nobody is left. */
const done = new WeakSet<LiveFlow>();

/** Takes some runs over to the version that holds, where it was published so. Says whether there may be more. */
export async function migrateSome(
  tx: Tx,
  all: ReadonlyMap<string, WorkspaceFlows>,
  nowMs: number,
  sessionOf: (flows: WorkspaceFlows) => Session,
): Promise<boolean> {
  for (const flows of all.values())
    for (const flow of flows.flows) {
      const { migrates, version, compiled } = flow;
      if (migrates === null || done.has(flow)) continue;
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM flow_run WHERE flow_id = ${flow.id} AND version <> ${version} AND ended_at IS NULL ORDER BY id LIMIT ${runsAtOnce}`.execute(
        tx,
      );
      if (rows.length === 0) {
        done.add(flow);
        continue;
      }
      const session = sessionOf(flows);
      const ids = rows.map(({ id }) => id);
      await session.load(await lockPeopleOfRuns(tx, flow.workspaceId, ids));
      for (const id of ids) {
        const work = session.works.get(id);
        // Moved on, or ended, while we waited.
        if (!work || work.version === version) continue;
        Object.assign(work, { version, compiled, taskId: null });
        session.move(work, (_work, view) => migrateRun(compiled.definition, work.run, { map: migrates, version }, view, nowMs));
      }
      await session.settle(askOutside(session));
      await session.save();
      // Of people who are not there (any more) nobody can take them over.
      await sql`UPDATE flow_run SET version = ${version} WHERE id = ANY(${ids}::uuid[]) AND version <> ${version}`.execute(tx);
      return true;
    }
  return false;
}
