import type { Interaction } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { News } from "../../platform/realtime/listen.ts";
import { writeLivePlace, type LivePlace } from "./live-place.ts";
import { readBetween, toInteraction, type TimelineFilter } from "./read-timeline.ts";

/** The longest that an entry may have waited in the log and still be followed. */
const lookBackMs = 60 * 60 * 1000;
const rowsAtOnce = 500;
const atMostEveryMs = 200;

export type FollowDeps = { db: Kysely<Database>; clickhouse: ClickHouse; news: News; now: () => number };

/** How far the pipeline has committed in each partition. */
async function processedUpTo(db: Kysely<Database>): Promise<Map<number, string>> {
  const { rows } = await sql<{ partition: number; position: string }>`SELECT partition, position FROM log_consumer ORDER BY partition`.execute(db);
  return new Map(rows.map((row) => [row.partition, row.position]));
}

/** The place from which only what is new follows. */
export async function currentPlace(deps: FollowDeps): Promise<LivePlace> {
  const upTo = await processedUpTo(deps.db);
  return { places: new Map([...upTo].map(([partition, position]) => [partition, { position, index: 4_294_967_295 }])), receivedAfterMs: deps.now() - lookBackMs };
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
  const place: LivePlace = { places: new Map(start.places), receivedAfterMs: start.receivedAfterMs };
  const doorbell = createDoorbell(signal);
  const unsubscribe = deps.news.on("throughline_processed", doorbell.ring);
  try {
    while (!signal.aborted) {
      const upTo = await processedUpTo(deps.db);
      const rows = await readBetween(deps.clickhouse, workspaceId, await filterNow(), { after: place.places, upTo, receivedAfterMs: place.receivedAfterMs, limit: rowsAtOnce });
      for (const row of rows) {
        place.places.set(row.log_partition, { position: row.log_position, index: row.log_index });
        yield { interaction: toInteraction(row), place: writeLivePlace(place) };
      }
      if (rows.length === rowsAtOnce) continue;
      for (const [partition, position] of upTo) place.places.set(partition, { position, index: 4_294_967_295 });
      place.receivedAfterMs = Math.max(place.receivedAfterMs, deps.now() - lookBackMs);
      await doorbell.next();
    }
  } finally {
    unsubscribe();
  }
}

/** Waits for a ring, at most five a second, and at the latest after fifteen seconds. */
function createDoorbell(signal: AbortSignal) {
  let rung = false;
  let open: (() => void) | null = null;
  const ring = () => {
    rung = true;
    open?.();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    async next(): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 15_000);
          open = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      open = null;
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, atMostEveryMs));
      rung = false;
    },
  };
}
