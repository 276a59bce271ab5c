import type { Predicate, SegmentOf } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { loadedSamplesWithout, markSampleGiven, usesProduct } from "../sample-content/index.ts";
import { lockDefinitions } from "./live-segments.store.ts";
import { saveLiveSegment } from "./save-live-segment.ts";

const days = (value: number) => ({ value, unit: "day" as const });
const maker = "Throughline";

/** Live segments about the stories of the sample company. */
export const sampleSegments: readonly { key: string; name: string; of: SegmentOf; predicate: Predicate }[] = [
  {
    key: "stalled-at-verification",
    name: "Stalled at verifying their domain",
    of: "person",
    predicate: {
      all: [{ did: "Domain Verification Failed", within: days(30) }, { not: { did: "Domain Verification Completed" } }],
    },
  },
  {
    key: "asked-for-help",
    name: "Asked for help in the last two weeks",
    of: "person",
    predicate: { did: ["Ticket Opened", "Conversation Started"], within: days(14) },
  },
  {
    key: "coming-less",
    name: "Come less and less",
    of: "person",
    predicate: {
      all: [
        { did: usesProduct, count: { gte: 8 }, within: days(56) },
        { did: usesProduct, count: { lte: 1 }, within: days(14) },
      ],
    },
  },
  {
    key: "near-their-limit",
    name: "Near the limit of their plan",
    of: "account",
    predicate: { did: ["Plan Limit Near", "Plan Limit Reached"], within: days(30) },
  },
  {
    key: "fading",
    name: "Fading, and not yet gone",
    of: "account",
    predicate: {
      all: [
        { did: usesProduct, count: { gte: 20 }, within: days(56) },
        { did: usesProduct, count: { lte: 3 }, within: days(14) },
        { not: { did: "Subscription Cancelled" } },
      ],
    },
  },
];

/**
 * Gives every workspace with the sample company some live segments, once; those that somebody deleted do not come back, nor do they come to a workspace that has some. Call it when the
 * sample company is processed: until then they would only make that slower.
 */
export async function ensureSampleSegments(db: Kysely<Database>): Promise<void> {
  for (const id of await loadedSamplesWithout(db, "segments"))
    await db.transaction().execute(async (tx) => {
      await lockDefinitions(tx);
      const { rows } = await sql`SELECT FROM segment WHERE workspace_id = ${id} AND NOT hidden LIMIT 1`.execute(tx);
      if (rows.length === 0)
        for (const segment of sampleSegments) await saveLiveSegment(tx, id, { ...segment, createdBy: maker, isHidden: false });
      await markSampleGiven(tx, id, "segments");
    });
}
