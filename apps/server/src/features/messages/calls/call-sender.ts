import { sql } from "kysely";
import { suppressionLock } from "../../identity/index.ts";
import { readChannels } from "../channels/channels.store.ts";
import type { MessagesDeps, Tx } from "../messages-deps.ts";
import { loadEventAccounts } from "../render/load-event-accounts.ts";
import { loadRecipients } from "../render/load-recipients.ts";
import { giveByHttp } from "../sending/give-by-http.ts";
import { leaseMs, pauseAfter, providerTimeoutMs } from "../sending/outcome.ts";
import { signedHeaders } from "../sending/send-webhook.ts";
import { createOutboxLoop } from "../sending/outbox-loop.ts";

/**
 * What came of a call. `answered`: with any status that is no "later" and no fault of theirs; the body as JSON where it is, else as text. `failed`: refused, or still failing after the last
 * try. `unknown`: they were called and did not answer; it is not called again.
 */
export type SettledCall = {
  workspaceId: string;
  key: string;
  profileId: string;
  outcome: "answered" | "failed" | "unknown";
  status: number | null;
  body: unknown;
  reason: string | null;
};
export type CallSenderDeps = Pick<MessagesDeps, "db" | "keys" | "outbound" | "now"> & {
  /** Told in the transaction that settles the call: it happens with it, or not at all. */
  settle: (tx: Tx, call: SettledCall) => Promise<void>;
  onError: (error: unknown) => void;
  atOnce?: number;
};
export type CallSender = ReturnType<typeof createCallSender>;

type CallRow = {
  id: string;
  workspaceId: string;
  key: string;
  profileId: string;
  method: string;
  url: string;
  body: string | null;
  context: Record<string, unknown>;
  attempts: number;
};
type Ready = { call: CallRow; body: string; secret: string | undefined };

const columns = sql`id, workspace_id AS "workspaceId", key, profile_id AS "profileId", method, url, body, context, attempts`;
const mostAnswerBytes = 65_536;

/** Makes the calls that wait in the outbox, signed as webhooks are; each is settled once. */
export function createCallSender(deps: CallSenderDeps) {
  const { db, now, outbound } = deps;
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (tx) => {
      await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
      return work(tx);
    });

  const take = (limit: number): Promise<{ taken: number; ready: Ready[] }> =>
    within(async (tx) => {
      const { rows } = await sql<CallRow>`
        UPDATE outbound_call SET state = 'calling', attempts = attempts + 1, next_at = ${new Date(now() + leaseMs)} WHERE id IN (
          SELECT id FROM outbound_call WHERE state = 'queued' AND next_at <= ${new Date(now())} ORDER BY next_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING ${columns}`.execute(
        tx,
      );
      const ready: Ready[] = [];
      for (const [workspaceId, theirs] of Map.groupBy(rows, (row) => row.workspaceId)) {
        const { secrets } = await readChannels(tx, deps.keys, workspaceId);
        const people = await loadRecipients(
          tx,
          workspaceId,
          theirs.map(({ profileId }) => ({ profileId, at: new Date(now()) })),
        );
        const accountOf = await loadEventAccounts(
          tx,
          workspaceId,
          theirs.map(({ context }) => context),
        );
        for (const call of theirs) {
          const { person, account } = people.get(call.profileId)?.scope ?? { person: null, account: null };
          const scope = { person, account: accountOf(call.context) ?? account };
          const body = call.method === "GET" ? "" : (call.body ?? JSON.stringify({ type: "flow", ...call.context, ...scope }));
          ready.push({ call, body, secret: secrets.webhook });
        }
      }
      return { taken: rows.length, ready };
    });

  async function send({ call, body, secret }: Ready): Promise<void> {
    const given = await giveByHttp(outbound, call.url, {
      method: call.method === "GET" || call.method === "PUT" ? call.method : "POST",
      headers: signedHeaders({ id: call.id, secret, body, nowMs: now() }),
      ...(call.method === "GET" ? {} : { body }),
      timeoutMs: providerTimeoutMs,
      maxBytes: mostAnswerBytes,
    });
    await within(async (tx) => {
      const { rows } =
        await sql<CallRow>`SELECT ${columns} FROM outbound_call WHERE id = ${call.id} AND state = 'calling' AND attempts = ${call.attempts} FOR UPDATE`.execute(
          tx,
        );
      if (!rows[0]) return;
      if ("outcome" in given) {
        const { state, reason } = given.outcome;
        return state === "retry" ? again(tx, call, reason, null) : settle(tx, call, state, { status: null, body: null, reason });
      }
      const { status, body: text } = given.answer;
      const answer = { status, body: parsed(text), reason: `It answered ${status}.` };
      const isLater = status === 408 || status === 425 || status === 429 || status >= 500;
      return isLater ? again(tx, call, answer.reason, answer) : settle(tx, call, "answered", { ...answer, reason: null });
    });
  }

  async function again(tx: Tx, call: CallRow, reason: string, answer: { status: number; body: unknown } | null): Promise<void> {
    const pauseMs = pauseAfter(call.attempts);
    if (pauseMs === null) return settle(tx, call, "failed", { status: answer?.status ?? null, body: answer?.body ?? null, reason });
    await sql`UPDATE outbound_call SET state = 'queued', next_at = ${new Date(now() + pauseMs)}, reason = ${reason} WHERE id = ${call.id}`.execute(
      tx,
    );
  }

  async function settle(
    tx: Tx,
    { id, workspaceId, key, profileId }: CallRow,
    outcome: SettledCall["outcome"],
    { status, body, reason }: Pick<SettledCall, "status" | "body" | "reason">,
  ): Promise<void> {
    await sql`
      UPDATE outbound_call SET state = ${outcome}, status = ${status}, answer = ${typeof body === "string" ? body : JSON.stringify(body)}, reason = ${reason}, settled_at = ${new Date(now())}
      WHERE id = ${id}`.execute(tx);
    await deps.settle(tx, { workspaceId, key, profileId, outcome, status, body, reason });
  }

  const settleLost = (): Promise<number> =>
    within(async (tx) => {
      const { rows } = await sql<CallRow>`
        SELECT ${columns} FROM outbound_call WHERE state = 'calling' AND next_at <= ${new Date(now())} ORDER BY next_at, id LIMIT 100 FOR UPDATE SKIP LOCKED`.execute(
        tx,
      );
      for (const call of rows)
        await settle(tx, call, "unknown", { status: null, body: null, reason: "The sender ended before it knew what came of it." });
      return rows.length;
    });

  return createOutboxLoop({ take, send, settleLost, onError: deps.onError, atOnce: deps.atOnce ?? 20 });
}

/** JSON where it is; a text that Postgres cannot hold is none. */
function parsed(text: string): unknown {
  const clean = text.replaceAll("\0", "").replaceAll(String.raw`\u0000`, "");
  try {
    return JSON.parse(clean) as unknown;
  } catch {
    return clean;
  }
}
