import type { Predicate } from "@throughline/contract";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";
import { createQueryContext, type QueryDeps } from "../insights/index.ts";
import { accountKeyOf, addAccountMatches, addMatches, loadDefinitions } from "../live-segments/index.ts";
import type { ComputeDeps, Job, Work } from "./computation.ts";
import { evaluateChunk } from "./evaluate-chunk.ts";
import * as live from "./live-segments.store.ts";
import { readMatches } from "./read-matches.ts";
import { takePlace } from "./take-place.ts";

const profilesAtOnce = 20_000;
const segmentsAtOnce = 100;
const computeLock = 7_310_061;

/** One step of the oldest segment that is to be computed, and of all that are as far as it: a part of the profiles, or a chunk of people. Says whether there is more to do. */
export async function computeStep(deps: ComputeDeps, options: { profilesAtOnce?: number } = {}): Promise<boolean> {
  const jobs = await nextJobs(deps);
  const [first] = jobs;
  if (!first) return false;
  const work: Work = { ...first, jobs };
  const run = (some: Work) =>
    some.phase === "reading" ? readPart(deps, some, options.profilesAtOnce ?? profilesAtOnce) : evaluate(deps, some);
  try {
    await run(work);
  } catch (error) {
    // What the question itself cannot be asked for will not be asked again; a store that is away will be there again.
    if (!(error instanceof Error) || error.name !== "ProductError") throw error;
    if (jobs.length === 1) await fail(deps, first, error.message);
    // Each alone, so that one that cannot be asked fails alone.
    else
      for (const job of jobs)
        await run({ ...job, jobs: [job] }).catch((one: Error) =>
          one.name === "ProductError" ? fail(deps, job, one.message) : Promise.reject(one),
        );
  }
  return true;
}

const fail = ({ db }: Pick<QueryDeps, "db">, { id }: Job, message: string) =>
  sql`UPDATE segment SET phase = 'failed', failure = ${message}, progress = NULL WHERE id = ${id}`.execute(db);

async function nextJobs(deps: Pick<QueryDeps, "db">): Promise<Job[]> {
  const { rows } = await sql<Job>`
    WITH first AS (SELECT workspace_id, of, phase, place FROM segment WHERE phase IN ('reading', 'evaluating') ORDER BY created_at, id LIMIT 1)
    SELECT s.id, s.workspace_id AS "workspaceId", s.key, s.of, s.predicate, s.journeys, s.phase, s.place, s.replaces
    FROM segment s JOIN first f ON s.workspace_id = f.workspace_id AND s.of = f.of AND s.phase = f.phase AND s.place = f.place ORDER BY s.created_at, s.id LIMIT ${segmentsAtOnce}`.execute(
    deps.db,
  );
  return rows;
}

const idsOf = (jobs: readonly Job[]): string => plainArray(jobs.map(({ id }) => id));

/** As a batch does: definitions stay, and nobody is deleted meanwhile. One process computes at a time; null where one of the segments is at another place by now. */
const inTurn = <T>(deps: Pick<QueryDeps, "db">, { jobs, phase, place }: Work, run: (tx: Tx) => Promise<T>): Promise<T | null> =>
  deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${computeLock})`.execute(tx);
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    const { rows } =
      await sql`SELECT FROM segment WHERE id = ANY(${idsOf(jobs)}::uuid[]) AND phase = ${phase} AND place = ${place} ORDER BY id FOR NO KEY UPDATE`.execute(
        tx,
      );
    return rows.length < jobs.length ? null : run(tx);
  });

async function readPart(deps: QueryDeps, job: Work, atOnce: number): Promise<void> {
  const { rows } = await sql<{
    profiles: string;
  }>`SELECT count(*) AS profiles FROM profile WHERE workspace_id = ${job.workspaceId}`.execute(deps.db);
  // The number of parts stays while they are read: it is a power of two, and the place is the end of what was read, in 4096ths.
  const parts = Math.min(4096, 2 ** Math.ceil(Math.log2(Math.max(1, Number(rows[0]?.profiles) / atOnce))));
  const done = Math.floor((Number(job.place) * parts) / 4096);
  const conditions = await deps.db.transaction().execute((tx) => live.conditionsToRead(tx, job.workspaceId, job.jobs));
  const context = await createQueryContext(deps, job.workspaceId, questionAbout(conditions.map(({ match }) => match.where)));
  const found = await readMatches(context, conditions, { of: job.of, part: done, parts });
  await inTurn(deps, job, async (tx) => {
    const ids = [...new Set(found.map(({ profileId }) => profileId))];
    const { rows: profiles } = await sql<{ id: string; kind: string }>`
      SELECT id, kind FROM profile WHERE workspace_id = ${job.workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ORDER BY id FOR UPDATE`.execute(
      tx,
    );
    const kinds = new Map(profiles.map(({ id, kind }) => [id, kind]));
    const isGone = await deletedTimes(tx, job.workspaceId, ids);
    const there = found.filter(({ profileId }) => kinds.has(profileId));
    const definitions = (await loadDefinitions(tx, job.workspaceId, job.of)).get(job.workspaceId);
    const read = there.map(({ profileId, accountId, condition, matches }) => {
      const stays = (_: unknown, index: number) => !isGone(profileId, matches.at[index] as number);
      const key = job.of === "account" ? accountKeyOf(accountId, profileId) : profileId;
      return { key, condition, matches: { at: matches.at.filter(stays), ids: matches.ids.filter(stays) } };
    });
    const add = job.of === "account" ? addAccountMatches : addMatches;
    await add(tx, job.workspaceId, read, {
      conditions: new Set(definitions?.conditions.keys()),
      isWhole: (profileId) => kinds.get(profileId) === "userId",
      nowMs: deps.now(),
    });
    const isLast = done + 1 >= parts;
    if (!isLast) {
      const place = Math.floor(((done + 1) * 4096) / parts);
      await sql`UPDATE segment SET place = ${place}, progress = ${(done + 1) / parts / 2} WHERE id = ANY(${idsOf(job.jobs)}::uuid[])`.execute(
        tx,
      );
      return;
    }
    await live.conditionsWereRead(tx, conditions);
  });
  if (done + 1 >= parts) for (const one of job.jobs) await beginEvaluation(deps, one);
}

/** From here on batches evaluate it too: they have to see that before anybody is looked at here. */
async function beginEvaluation(deps: QueryDeps, job: Job): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await live.lockDefinitions(tx);
    const waiting = await live.conditionsToRead(tx, job.workspaceId, [job]);
    // Another segment asked for more of a condition meanwhile: its past is read once more.
    await sql`UPDATE segment SET phase = ${waiting.length > 0 ? "reading" : "evaluating"}, place = 0, progress = 0.5 WHERE id = ${job.id} AND phase = 'reading'`.execute(
      tx,
    );
    await live.definitionsChanged(tx);
  });
}

/** The timeline store may still have shown what was being deleted: of shared devices, the times of people who are gone. */
async function deletedTimes(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<(profileId: string, at: number) => boolean> {
  const { rows } = await sql<{ profileId: string; fromMs: string; untilMs: string }>`
    SELECT profile_id AS "profileId", from_ms AS "fromMs", until_ms AS "untilMs" FROM suppression WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
  const gone = Map.groupBy(rows, (row) => row.profileId);
  return (profileId, at) => gone.get(profileId)?.some(({ fromMs, untilMs }) => Number(fromMs) <= at && at < Number(untilMs)) ?? false;
}

async function evaluate(deps: ComputeDeps, job: Work): Promise<void> {
  const isDone = await inTurn(deps, job, async (tx) => {
    const { next, share } = await evaluateChunk(tx, deps, job);
    if (next === null) return true;
    await sql`UPDATE segment SET place = ${next}, progress = ${0.5 + share / 2} WHERE id = ANY(${idsOf(job.jobs)}::uuid[])`.execute(tx);
    return false;
  });
  if (isDone) for (const one of job.jobs) await becomeLive(deps, one);
}

async function becomeLive(deps: QueryDeps, job: Job): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await live.lockDefinitions(tx);
    const { rows } = await sql`SELECT FROM segment WHERE id = ${job.id} AND phase = 'evaluating' FOR UPDATE`.execute(tx);
    if (rows.length === 0) return;
    if (job.replaces === null) await sql`UPDATE segment SET phase = 'live', progress = NULL, place = 0 WHERE id = ${job.id}`.execute(tx);
    else await takePlace(tx, job, job.replaces);
    await live.dropUnusedConditions(tx, job.workspaceId);
    await live.definitionsChanged(tx);
  });
}

/** A question whose `where` brings what compiling these conditions takes. */
function questionAbout(wheres: readonly (Predicate | undefined)[]) {
  return {
    kind: "trends" as const,
    range: { last: { value: 1, unit: "day" as const } },
    interval: "day" as const,
    series: [{ event: null, measure: { kind: "people" as const } }],
    where: { any: wheres.flatMap((where) => where ?? []) },
  };
}
