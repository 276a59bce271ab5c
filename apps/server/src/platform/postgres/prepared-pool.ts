import type { PostgresPool, PostgresPoolClient } from "kysely";
import type pg from "pg";

/** Each connection keeps a plan for every text: lists of any length within texts must not add to them without end. */
const mostTexts = 500;

/**
 * A pool for Kysely whose statements are parsed and planned once for each connection, not each time: for who says the same few things over and over. Statements without parameters
 * (`begin`, `commit`) go as they are.
 */
export function preparedPool(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const prepared = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  function nameOf(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostTexts) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  }

  function prepare(client: pg.PoolClient): PostgresPoolClient {
    const query = async (text: string, values: readonly unknown[]) => {
      const name = values.length > 0 ? nameOf(text) : undefined;
      return client.query({ text, values: [...values], ...(name !== undefined && { name }) });
    };
    return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = prepared.get(client) ?? prepare(client);
      prepared.set(client, known);
      return known;
    },
  };
}
