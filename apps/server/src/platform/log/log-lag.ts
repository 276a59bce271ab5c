import type pg from "pg";
import type { LogLag } from "./log.ts";

/** Reads how far processing is behind the head of the log. */
export async function readLogLag(pool: pg.Pool): Promise<LogLag> {
  const { rows } = await pool.query<{ events: string; seconds: string }>(
    `SELECT (SELECT sum(p.head_events - c.events) FROM log_partition p JOIN log_consumer c USING (partition)) AS events,
            coalesce((SELECT extract(epoch FROM now() - min(b.appended_at)) FROM log_consumer c
                      JOIN log_block b ON b.partition = c.partition AND b.position = c.position + 1), 0) AS seconds`,
  );
  return { events: Number(rows[0]?.events ?? 0), seconds: Math.max(0, Number(rows[0]?.seconds ?? 0)) };
}

/** Keeps the lag at hand (read every `everyMs`), so that accepting never waits for it. */
export function watchLogLag(deps: { pool: pg.Pool; everyMs?: number; onError: (error: unknown) => void }) {
  let lag: LogLag = { events: 0, seconds: 0 };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    readLogLag(deps.pool)
      .then((read) => (lag = read), deps.onError)
      .finally(() => (busy = false));
  }, deps.everyMs ?? 1000);
  timer.unref();
  return { current: () => lag, close: () => clearInterval(timer) };
}
