import { sql, type Kysely } from "kysely";
import { decodeBlock } from "../../platform/log/block-codec.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { LogEntry } from "../collect/index.ts";
import type { Tx } from "../identity/index.ts";

const maxEntriesPerBatch = 4_000;
const maxBlocksPerPartition = 200;

/** How far a partition is processed. */
export type LanePosition = { partition: number; position: string };
/** A block of the log with what it holds. */
export type ReadBlock = LanePosition & { entries: LogEntry[] };
type Listed = LanePosition & { events: number };

/** Reads the log in batches. While there is a backlog, the blocks after a batch are fetched and unpacked while that is processed. */
export function createBlockReader(db: Kysely<Database>) {
  let ahead: Promise<Map<string, LogEntry[]>> = Promise.resolve(new Map());

  /** The next blocks of these partitions, up to a batch's worth. */
  async function read(tx: Tx, lanes: readonly LanePosition[]): Promise<ReadBlock[]> {
    const listed = await listBlocks(tx, lanes);
    const taken = takeBatch(listed);
    const known = await ahead;
    const fetched = await fetchBlocks(
      tx,
      taken.filter((block) => !known.has(keyOf(block))),
    );
    const next = takeBatch(listed.filter((block) => !taken.includes(block)));
    // Without what was read ahead a batch is only slower.
    ahead = fetchBlocks(db, next).catch(() => new Map());
    return taken.map((block) => ({ ...block, entries: known.get(keyOf(block)) ?? fetched.get(keyOf(block)) ?? [] }));
  }

  return { read };
}

const keyOf = ({ partition, position }: LanePosition): string => `${partition} ${position}`;

/** Which blocks follow; without their payloads, however long the backlog is. */
async function listBlocks(tx: Tx, lanes: readonly LanePosition[]): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    SELECT b.partition, b.position, b.events FROM unnest(${lanes.map((l) => l.partition)}::smallint[], ${lanes.map((l) => l.position)}::bigint[]) AS l(partition, position),
      LATERAL (SELECT partition, position, events FROM log_block b WHERE b.partition = l.partition AND b.position > l.position ORDER BY b.position LIMIT ${maxBlocksPerPartition}) b
    ORDER BY b.position, b.partition`.execute(tx);
  return rows;
}

/** One block at least; no partition leaves out a block and takes a later one. */
function takeBatch(listed: readonly Listed[]): Listed[] {
  const taken: Listed[] = [];
  const full = new Set<number>();
  let entries = 0;
  for (const block of listed) {
    if (full.has(block.partition)) continue;
    if (taken.length > 0 && entries + block.events > maxEntriesPerBatch) full.add(block.partition);
    else {
      taken.push(block);
      entries += block.events;
    }
  }
  return taken;
}

async function fetchBlocks(db: Kysely<Database>, blocks: readonly Listed[]): Promise<Map<string, LogEntry[]>> {
  if (blocks.length === 0) return new Map();
  const { rows } = await sql<LanePosition & { payload: Buffer }>`
    SELECT partition, position, payload FROM log_block
    WHERE (partition, position) IN (SELECT * FROM unnest(${blocks.map((b) => b.partition)}::smallint[], ${blocks.map((b) => b.position)}::bigint[]))`.execute(
    db,
  );
  return new Map(await Promise.all(rows.map(async (row) => [keyOf(row), await decodeBlock<LogEntry>(row.payload)] as const)));
}
