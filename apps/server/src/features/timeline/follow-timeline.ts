import type { Interaction } from "@throughline/contract";
import type { Kysely } from "kysely";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { News } from "../../platform/realtime/listen.ts";
import { behindAll, writeLivePlace, type LivePlace } from "./live-place.ts";
import { processedUpTo } from "./processed-up-to.ts";
import { readBetween, toInteraction, type LogPlace, type TimelineFilter } from "./read-timeline.ts";

/** The longest that an entry may have waited in the log and still be followed. */
const lookBackMs = 60 * 60 * 1000;
/** The longest absence that following makes up for. */
const catchUpMs = 24 * 60 * 60 * 1000;
const rowsAtOnce = 500;
const atMostEveryMs = 200;
/** Followers may keep the timeline store busy for a fifth of the time each, however much there is to look through. */
const restFactor = 4;

export type FollowDeps = { db: Kysely<Database>; clickhouse: ClickHouse; news: News; now: () => number };

/** The place from which only what is new follows. */
export async function currentPlace(deps: FollowDeps): Promise<LivePlace> {
  const upTo = await processedUpTo(deps.db);
  return {
    places: new Map([...upTo].map(([partition, position]) => [partition, { position, index: behindAll }])),
    receivedAfterMs: deps.now() - lookBackMs,
  };
}

/**
 * Interactions as they are processed, each with the place after it. The same query serves news and what was missed while disconnected, and it never reads beyond
 * what the pipeline has committed: no gaps and no repeats. Ends when `signal` aborts. `filterNow` is asked before each read (a person's profiles may change).
 */
export async function* followTimeline(
  deps: FollowDeps,
  workspaceId: string,
  filterNow: () => Promise<TimelineFilter>,
  start: LivePlace,
  signal: AbortSignal,
): AsyncGenerator<{ interaction: Interaction; place: string }> {
  const place = await soundPlace(deps, start);
  const doorbell = createDoorbell(signal);
  const unsubscribe = deps.news.on("throughline_processed", doorbell.ring);
  try {
    while (!signal.aborted) {
      const upTo = await processedUpTo(deps.db);
      const askedAt = deps.now();
      const rows = await readBetween(
        deps.clickhouse,
        workspaceId,
        await filterNow(),
        { after: place.places, upTo, receivedAfterMs: place.receivedAfterMs, limit: rowsAtOnce },
        signal,
      );
      for (const row of rows) {
        place.places.set(row.log_partition, { position: row.log_position, index: row.log_index });
        yield { interaction: toInteraction(row), place: writeLivePlace(place) };
      }
      if (rows.length === rowsAtOnce) continue;
      for (const [partition, position] of upTo) place.places.set(partition, { position, index: behindAll });
      place.receivedAfterMs = Math.max(place.receivedAfterMs, deps.now() - lookBackMs);
      await doorbell.next(Math.max(atMostEveryMs, restFactor * (deps.now() - askedAt)));
    }
  } catch (error) {
    // Aborting ends the query under way too.
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}

/** A place that somebody brings back may be days old, or of a log that was since restored to an earlier time: then they go on from what there is. */
async function soundPlace(deps: FollowDeps, { places, receivedAfterMs }: LivePlace): Promise<LivePlace> {
  const upTo = await processedUpTo(deps.db);
  const sound = [...places].map(([partition, at]): [number, LogPlace] => {
    const last = upTo.get(partition) ?? "0";
    return [partition, BigInt(at.position) > BigInt(last) ? { position: last, index: behindAll } : at];
  });
  return { places: new Map(sound), receivedAfterMs: Math.max(receivedAfterMs, deps.now() - catchUpMs) };
}

/** Waits for a ring (at the latest fifteen seconds) and then rests. Both end at once when `signal` aborts. */
function createDoorbell(signal: AbortSignal) {
  let rung = false;
  let open: () => void = () => {};
  const ring = () => {
    rung = true;
    open();
  };
  signal.addEventListener("abort", ring, { once: true });
  const wait = (ms: number, mayRing: boolean) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(resolve, ms);
      open = () => (mayRing || signal.aborted) && end();
    });
  return {
    ring,
    async next(restMs: number): Promise<void> {
      if (!rung) await wait(15_000, true);
      if (!signal.aborted) await wait(restMs, false);
      rung = false;
    },
  };
}
