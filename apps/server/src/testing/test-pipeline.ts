import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkMessage } from "@throughline/domain";
import { sql } from "kysely";
import pino from "pino";
import { createClickHouse, migrateClickHouse, type ClickHouse } from "../platform/clickhouse/index.ts";
import { createBatchProcessor, type BatchProcessor } from "../features/pipeline/index.ts";
import type { LogEntry } from "../features/collect/index.ts";
import { createTimelineWriter, type TimelineWriter } from "../features/timeline/index.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export type TestPipeline = {
  database: TestDatabase;
  clickhouse: ClickHouse;
  timeline: TimelineWriter;
  processBatch: BatchProcessor;
  /** Processes messages (in Segment's form) of a workspace as one batch of the log. */
  process(workspaceId: string, messages: readonly object[]): Promise<void>;
  close(): Promise<void>;
};

/** A migrated Postgres database and an own embedded ClickHouse, with the pipeline's batches on top; for one test file. */
export async function createTestPipeline(): Promise<TestPipeline> {
  const database = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), "throughline-timeline-"));
  const clickhouse = await createClickHouse({ dataDir: directory, log: pino({ level: "silent" }) });
  await migrateClickHouse(clickhouse, fileURLToPath(new URL("../../../../db/clickhouse", import.meta.url)));
  const timeline = createTimelineWriter({
    clickhouse,
    onError: (error) => {
      throw error;
    },
  });
  const processBatch = createBatchProcessor({ timeline });
  let position = 0;
  return {
    database,
    clickhouse,
    timeline,
    processBatch,
    async process(workspaceId, messages) {
      position++;
      const placed = messages.map((raw, index) => ({
        entry: toEntry(workspaceId, raw),
        place: { partition: 0, position: String(position), index },
      }));
      const { remember } = await database.db.transaction().execute(async (tx) => {
        const processed = await processBatch(tx, placed, { recovering: false });
        await sql`UPDATE log_consumer SET position = ${position} WHERE partition = 0`.execute(tx);
        return processed;
      });
      remember();
      await timeline.flush();
    },
    async close() {
      await timeline.flush();
      await clickhouse.close();
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const testSource = "00000000-0000-4000-8000-00000000000a";

function toEntry(workspaceId: string, raw: object): LogEntry {
  const receivedAt = Date.parse("2026-03-10T12:00:00Z");
  const checked = checkMessage(raw, { receivedAt, newMessageId: randomUUID });
  if ("rejection" in checked) throw new Error(checked.rejection.message);
  return { w: workspaceId, s: testSource, r: receivedAt, m: checked.message };
}
