import type { Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { loadedSamplesWithout, markSampleGiven } from "../sample-content/index.ts";
import { createTask, type NewTask } from "./create-task.ts";

const dayMs = 86_400_000;
const most = 5;
const maker = "Throughline (sample)";

type SampleDeps = { db: Kysely<Database>; clickhouse: ClickHouse; now: () => number };

/**
 * Gives every workspace with the sample company a few tasks, once: about accounts that fade and people who are stalled at the breaking step, found in what they did.
 * Call it when the sample company is processed. What somebody closed does not come back.
 */
export async function ensureSampleTasks(deps: SampleDeps): Promise<void> {
  for (const id of await loadedSamplesWithout(deps.db, "tasks")) {
    const tasks = [...(await stalled(deps, id)), ...(await fading(deps, id))];
    await deps.db.transaction().execute(async (tx) => {
      for (const task of tasks) await createTask(tx, task);
      await markSampleGiven(tx, id, "tasks");
    });
  }
}

const sampleTask = (
  workspaceId: string,
  key: string,
  now: number,
): Pick<NewTask, "workspaceId" | "key" | "assignee" | "origin" | "by" | "actor" | "at"> => ({
  workspaceId,
  key: `sample ${key}`,
  assignee: null,
  origin: { kind: "sample", ref: "Sample company" },
  by: maker,
  actor: "system",
  at: new Date(now),
});

const stalledRow = z.object({
  profileId: z.string(),
  failures: z.coerce.number(),
  last: z.coerce.number(),
  lastId: z.string(),
  helped: z.coerce.number(),
});

/** People who failed to verify their domain again and again in the last three weeks, and never came through. */
async function stalled({ clickhouse, now }: SampleDeps, workspaceId: string): Promise<NewTask[]> {
  const rows = await clickhouse.query({
    query: `SELECT toString(profile_id) AS profileId, countIf(name = 'Domain Verification Failed') AS failures, toUnixTimestamp64Milli(maxIf(at, name = 'Domain Verification Failed')) AS last,
        toString(argMaxIf(id, at, name = 'Domain Verification Failed')) AS lastId, countIf(name = 'Conversation Started') AS helped
      FROM interaction WHERE workspace_id = {w:UUID} AND at >= now() - INTERVAL 60 DAY GROUP BY profile_id
      HAVING failures >= 2 AND countIf(name = 'Domain Verification Completed') = 0 AND last >= toUnixTimestamp(now() - INTERVAL 21 DAY) * 1000
      ORDER BY failures DESC, last DESC LIMIT ${most}`,
    params: { w: workspaceId },
    schema: stalledRow,
  });
  return rows.map(({ profileId, failures, last, lastId, helped }, index) => ({
    ...sampleTask(workspaceId, `stalled ${profileId}`, now()),
    title: "Help them verify their domain",
    why: `They tried to prove that their sending domain is theirs ${failures} times and never came through. Without it nobody can be sent a report, and that is where most who are new give up.`,
    profileId,
    accountId: null,
    context: {
      journey: { key: "onboarding", stage: null },
      interaction: { id: lastId, at: new Date(last).toISOString() },
      evidence: [
        { text: `Domain Verification Failed, ${failures} times in 60 days; never completed`, link: null },
        { text: helped > 0 ? "They asked for help in the chat meanwhile" : "They have not asked anybody for help", link: null },
      ],
    },
    due: new Date(now() + (1 + index) * dayMs),
    priority: failures >= 3 ? "high" : "normal",
    outcomes: ["Verified with them", "Could not reach them", "They gave up"],
  }));
}

const fadingRow = z.object({ accountId: z.string(), recent: z.coerce.number(), before: z.coerce.number() });

/** Accounts whose people did less than 45 % in the last two weeks of what they did in two weeks a month before. */
async function fading({ clickhouse, now }: SampleDeps, workspaceId: string): Promise<NewTask[]> {
  const rows = await clickhouse.query({
    query: `SELECT toString(account_id) AS accountId, countIf(actor = 'customer' AND at >= now() - INTERVAL 14 DAY) AS recent, countIf(actor = 'customer' AND at < now() - INTERVAL 42 DAY) AS before
      FROM interaction WHERE workspace_id = {w:UUID} AND at >= now() - INTERVAL 56 DAY AND account_id != 0 GROUP BY account_id
      HAVING before >= 60 AND recent > 5 AND recent < 0.45 * before AND countIf(name = 'Subscription Cancelled') = 0 ORDER BY before - recent DESC LIMIT ${most}`,
    params: { w: workspaceId },
    schema: fadingRow,
  });
  return rows.map(({ accountId, recent, before }, index) => ({
    ...sampleTask(workspaceId, `fading ${accountId}`, now()),
    title: "Find out why they use it less",
    why: `Their people did ${Math.round(100 * (1 - recent / before))} % less in the last two weeks than in the same time six weeks ago. Nobody has cancelled yet.`,
    profileId: null,
    accountId,
    context: {
      journey: null,
      interaction: null,
      evidence: [{ text: `${recent} interactions in the last 14 days; ${before} in the 14 days that ended six weeks ago`, link: null }],
    },
    due: new Date(now() + (2 + index) * dayMs),
    priority: index === 0 ? "urgent" : "high",
    outcomes: ["Saved", "They will leave", "A false alarm", "Could not reach them"],
  }));
}
