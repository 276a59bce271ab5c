import { randomUUID } from "node:crypto";
import { personIdOf, type Predicate, type SegmentOf } from "@throughline/contract";
import { checkMessage, profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import type { LogEntry } from "../collect/index.ts";
import { createDuePeople, type SegmentChange, type SegmentListener } from "../live-segments/index.ts";
import { createOwnInteractionsSender } from "../own-interactions/index.ts";
import { createBatchProcessor } from "../pipeline/index.ts";
import { createStateMirror } from "../state-mirror/index.ts";
import { computeStep } from "./compute-segments.ts";
import { createSegment } from "./create-segment.ts";

export const hourMs = 3_600_000;
export const startOfTest = Date.parse("2026-03-10T12:00:00Z");

/** A pipeline with a clock of its own, and everything that keeps live segments, step by step. */
export async function createSegmentStage({ hears }: { hears?: SegmentListener } = {}) {
  const stores: TestPipeline = await createTestPipeline();
  const { database, clickhouse, timeline } = stores;
  const { db } = database;
  let nowMs = startOfTest;
  let position = 0;
  const now = () => nowMs;
  const fail = (error: unknown) => {
    throw error;
  };
  const processBatch = createBatchProcessor({ timeline, now });
  let told: (SegmentChange & { workspaceId: string })[] = [];
  const onSegmentChanges: SegmentListener = async (tx, workspaceId, changes, atMs) => {
    told.push(...changes.map((change) => ({ ...change, workspaceId })));
    await hears?.(tx, workspaceId, changes, atMs);
  };
  const due = createDuePeople({ db, now, onError: fail, onSegmentChanges });
  const deps = { db, clickhouse, timeline, now, onSegmentChanges };

  async function processEntries(entries: readonly LogEntry[]): Promise<void> {
    position++;
    const placed = entries.map((entry, index) => ({ entry, place: { partition: 0, position: String(position), index } }));
    const { remember } = await db.transaction().execute(async (tx) => {
      const processed = await processBatch(tx, placed, { recovering: false });
      await sql`UPDATE log_consumer SET position = ${position} WHERE partition = 0`.execute(tx);
      return processed;
    });
    remember();
    await timeline.flush();
  }

  const stage = {
    deps,
    database,
    now,
    async workspace(): Promise<string> {
      nowMs = startOfTest;
      return database.createWorkspace();
    },
    /** Processes messages, in Segment's form, as one batch; gives what the log held. */
    async process(workspaceId: string, messages: readonly object[]): Promise<LogEntry[]> {
      const entries = messages.map((raw): LogEntry => {
        const checked = checkMessage(raw, { receivedAt: nowMs, newMessageId: randomUUID });
        if ("rejection" in checked) throw new Error(checked.rejection.message);
        return { w: workspaceId, s: "00000000-0000-4000-8000-00000000000a", r: nowMs, m: checked.message };
      });
      await processEntries(entries);
      return entries;
    },
    /** What a listener was told since it was asked last: who came into (+) or left (-) which segment. */
    async whatWasTold(workspaceId: string): Promise<string[]> {
      const { rows } = await sql<{
        id: string;
        who: string;
      }>`SELECT id, value AS who FROM profile WHERE workspace_id = ${workspaceId}`.execute(db);
      const names = new Map(rows.map(({ id, who }) => [id, who]));
      const theirs = told.filter((change) => change.workspaceId === workspaceId);
      const list = theirs.map(({ key, personId, entered }) => `${entered ? "+" : "-"} ${names.get(personId)} ${key}`);
      told = [];
      return list.sort();
    },
    /** Lets time pass, and looks at those for whom that may matter. */
    async pass(ms: number): Promise<void> {
      nowMs += ms;
      await stage.lookAtDue();
    },
    async lookAtDue(): Promise<void> {
      while (await due.evaluateDue());
    },
    /** Sends what we did ourselves into the log and processes it; says what it was in this workspace. */
    async sendOwn(workspaceId: string): Promise<LogEntry[]> {
      const sent: LogEntry[] = [];
      const log = { append: async (entries: { entry: LogEntry }[]) => void sent.push(...entries.map(({ entry }) => entry)) };
      const sender = createOwnInteractionsSender({ db, log, now, onError: fail });
      while (await sender.sendBatch());
      if (sent.length > 0) await processEntries(sent);
      return sent.filter(({ w }) => w === workspaceId);
    },
    create: (workspaceId: string, key: string, predicate: Predicate, of?: SegmentOf) =>
      createSegment(deps, testAccess(workspaceId, "editor"), { key, name: key, of, predicate }),
    /** Computes everything that is to be computed. */
    async compute(profilesAtOnce?: number): Promise<void> {
      while (await computeStep(deps, profilesAtOnce === undefined ? {} : { profilesAtOnce }));
      await stage.lookAtDue();
    },
    /** Brings people's state to the timeline store. */
    async mirror(): Promise<void> {
      await createStateMirror({ db, clickhouse, onError: fail }).catchUp();
    },
    /** User ids (or else the person's id) of who is in a segment, in order. */
    async members(workspaceId: string, key: string): Promise<string[]> {
      const { rows } = await sql<{ who: string }>`
        SELECT DISTINCT coalesce((SELECT min(value) FROM profile u WHERE u.workspace_id = f.workspace_id AND u.person_id = f.person_id AND u.kind = 'userId'), f.person_id::text) AS who
        FROM segment s JOIN segment_member m ON m.segment_id = s.id JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
        WHERE s.workspace_id = ${workspaceId} AND s.key = ${key} ORDER BY 1`.execute(db);
      return rows.map(({ who }) => who);
    },
    /** Keys of the accounts of a segment, in order. */
    async accounts(workspaceId: string, key: string): Promise<string[]> {
      const { rows } = await sql<{ key: string }>`
        SELECT a.key FROM segment s JOIN segment_member m ON m.segment_id = s.id JOIN account a ON a.workspace_id = m.workspace_id AND a.id = m.profile_id
        WHERE s.workspace_id = ${workspaceId} AND s.key = ${key} ORDER BY 1`.execute(db);
      return rows.map((row) => row.key);
    },
    close: () => stores.close(),
  };
  return stage;
}
export type SegmentStage = Awaited<ReturnType<typeof createSegmentStage>>;

/** A stage for the tests of a file, with a workspace of its own for each. */
export function useSegmentStage() {
  let stage: SegmentStage;
  let workspaceId: string;
  beforeAll(async () => {
    stage = await createSegmentStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    workspaceId = await stage.workspace();
  });
  return {
    get stage() {
      return stage;
    },
    get workspaceId() {
      return workspaceId;
    },
    editor: () => testAccess(workspaceId, "editor"),
    viewer: () => testAccess(workspaceId, "viewer"),
    personOf: (userId: string) => personIdOf(profileIdOf(workspaceId, "userId", userId)),
  };
}

let messages = 0;
/** A track call at so many hours before the start of the test (negative: after it). */
export const did = (userId: string, event: string, hoursAgo: number, properties: object = {}, more: object = {}) => ({
  type: "track",
  messageId: `m${++messages}`,
  userId,
  event,
  properties,
  timestamp: new Date(startOfTest - hoursAgo * hourMs).toISOString(),
  ...more,
});
export const identified = (userId: string, traits: object, hoursAgo = 100, more: object = {}) => ({
  type: "identify",
  messageId: `m${++messages}`,
  userId,
  traits,
  timestamp: new Date(startOfTest - hoursAgo * hourMs).toISOString(),
  ...more,
});
/** A group call: the user belongs to the account, of which these traits are said. */
export const grouped = (userId: string, groupId: string, traits: object = {}, hoursAgo = 100) => ({
  type: "group",
  messageId: `m${++messages}`,
  userId,
  groupId,
  traits,
  timestamp: new Date(startOfTest - hoursAgo * hourMs).toISOString(),
});
/** A track call in the name of an account. */
export const didFor = (groupId: string, userId: string, event: string, hoursAgo: number, properties: object = {}) =>
  did(userId, event, hoursAgo, properties, { context: { groupId } });
