import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { preparedPool } from "./prepared-pool.ts";

export type PostgresConnection<Database> = {
  /** For the rare thing that Kysely does not do: COPY, LISTEN, advisory locks. */
  pool: pg.Pool;
  db: Kysely<Database>;
  /** Waits for what is under way, then closes all connections. */
  close(): Promise<void>;
};

/**
 * How values come back. bigint: string (a number would lose digits). numeric: string. date: string "YYYY-MM-DD" (a Date
 * would shift by the time zone of this process). timestamptz: Date. json, jsonb: parsed.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as "text");
  },
};

/**
 * Opens a pool of connections, lazily: the first query connects.
 * @param maxConnections upper bound; queries beyond it wait. The embedded server takes 60 in all.
 * @param prepares whether statements of `db` are planned once for each connection, not each time: for who says the same few things over and over, as batches do. Such plans never read a whole
 *   table where there is an index, since they are made once, perhaps while it is empty.
 * @param onIdleError hears of idle connections that broke (a server that restarted); the pool replaces them by itself.
 */
export function connectPostgres<Database>({
  url,
  maxConnections,
  prepares = false,
  onIdleError = () => {},
}: {
  url: string;
  maxConnections: number;
  prepares?: boolean;
  onIdleError?: (error: Error) => void;
}): PostgresConnection<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: "throughline",
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 60_000,
    ...(prepares && { options: "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off" }),
    types,
  });
  pool.on("error", onIdleError);
  const connections = new Set<Promise<void>>();
  pool.on("connect", (client) => {
    // A connection that breaks while somebody uses it, but between two statements: their next one fails with it. Unheard, it would end the process.
    client.on("error", () => {});
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    connections.add(ended);
    client.once("end", () => {
      connections.delete(ended);
      resolve();
    });
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: prepares ? preparedPool(pool) : pool }) });
  const close = async () => {
    await db.destroy();
    // Kysely leaves a pool alone that none of its own queries used.
    if (!pool.ended) await pool.end();
    // The pool lets go of connections before they are closed; a server that stops then would break them, with noise.
    await Promise.all(connections);
  };
  return { pool, db, close };
}
