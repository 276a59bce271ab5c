import type { JsonObject } from "@throughline/domain";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Log } from "../../platform/log/log.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { LogEntry } from "../collect/index.ts";
import { ownSourceId } from "./record-interactions.ts";

export type SenderDeps = {
  db: Kysely<Database>;
  log: Pick<Log<LogEntry>, "append">;
  now: () => number;
  onError: (error: unknown) => void;
};

const sendingLock = 7_310_080;
const mostAtOnce = 2_000;
const lookEveryMs = 1_000;
const pauseAfterFailureMs = 1_000;

type Row = {
  id: string;
  workspaceId: string;
  key: string;
  accountKey: string | null;
  name: string;
  at: Date;
  actor: string;
  channel: string;
  properties: JsonObject;
  /** null: whoever it was about is gone. */
  kind: "userId" | "anonymousId" | null;
  value: string | null;
};

/**
 * Sends what `recordOwnInteractions` wrote into the log. Rows leave the table in a transaction that commits after the log has them: a crash in between sends
 * them again under the same message ids, and the pipeline knows those. One process sends at a time; the others stand by.
 */
export function createOwnInteractionsSender(deps: SenderDeps) {
  let isStopped = false;
  let isAwake = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  /** One batch; says whether there may be more. */
  const sendBatch = (): Promise<boolean> =>
    deps.db.transaction().execute(async (tx) => {
      const { rows: locks } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${sendingLock}) AS mine`.execute(tx);
      if (!locks[0]?.mine) return false;
      const rows = await oldest(tx);
      if (rows.length === 0) return false;
      const receivedAt = deps.now();
      const entries = rows.flatMap((row) => toEntry(row, receivedAt) ?? []);
      if (entries.length > 0) await deps.log.append(entries);
      await sql`DELETE FROM own_interaction WHERE id = ANY(${rows.map(({ id }) => id)}::bigint[])`.execute(tx);
      return rows.length === mostAtOnce;
    });

  async function run(): Promise<void> {
    while (isAwake && !isStopped) {
      isAwake = false;
      while (!isStopped && (await sendBatch()));
    }
  }

  function wake(): void {
    isAwake = true;
    if (isStopped || running) return;
    running = run()
      .catch(async (error: unknown) => {
        deps.onError(error);
        if (!isStopped) await new Promise((resolve) => setTimeout(resolve, pauseAfterFailureMs));
      })
      .finally(() => void (running = null));
  }

  return {
    start(): void {
      timer = setInterval(wake, lookEveryMs);
      wake();
    },
    /** News: look now. */
    wake,
    sendBatch,
    /** Ends after the batch under way. */
    async stop(): Promise<void> {
      isStopped = true;
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
export type OwnInteractionsSender = ReturnType<typeof createOwnInteractionsSender>;

/** A person whose id is a contact's has a user or a device beside it: an event names one of these. */
async function oldest(tx: Transaction<Database>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT o.id, o.workspace_id AS "workspaceId", o.key, o.account_key AS "accountKey", o.name, o.at, o.actor, o.channel, o.properties, p.kind, p.value
    FROM own_interaction o LEFT JOIN LATERAL (
      SELECT kind, value FROM profile WHERE workspace_id = o.workspace_id AND (id = o.profile_id OR person_id = o.profile_id) AND kind IN ('userId', 'anonymousId')
      ORDER BY id = o.profile_id DESC, kind = 'userId' DESC, id LIMIT 1) p ON true
    ORDER BY o.id LIMIT ${mostAtOnce}`.execute(tx);
  return rows;
}

function toEntry(row: Row, receivedAt: number): { key: string; entry: LogEntry } | null {
  if (row.value === null) return null;
  return {
    key: `${row.workspaceId} ${row.value}`,
    entry: {
      w: row.workspaceId,
      s: ownSourceId,
      r: receivedAt,
      m: {
        type: "track",
        messageId: `own ${row.key}`,
        userId: row.kind === "userId" ? row.value : null,
        anonymousId: row.kind === "anonymousId" ? row.value : null,
        name: row.name,
        groupId: null,
        previousId: null,
        properties: row.properties,
        traits: {},
        context: {
          actor: row.actor,
          channel: row.channel,
          library: { name: "throughline" },
          ...(row.accountKey === null ? {} : { groupId: row.accountKey }),
        },
        at: row.at.getTime(),
      },
    },
  };
}
