import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import type { BatchProcessor, Placed } from "./process-batch.ts";

/**
 * After a batch failed again and again: finds the entries that cannot be processed by trying halves, each in a savepoint that is rolled back,
 * and turns them into rejections, so that one poisonous event neither stops the others nor is lost.
 * A fault of the stores themselves (no connection, no disk) is not blamed on entries: it is thrown on.
 */
export async function findUnprocessable(tx: Tx, placed: readonly Placed[], processBatch: BatchProcessor): Promise<Placed[]> {
  const reason = await tryOut(tx, placed, processBatch);
  if (reason === null) return [...placed];
  if (placed.length === 1) return placed.map((one) => rejected(one, reason));
  const middle = Math.ceil(placed.length / 2);
  const first = await findUnprocessable(tx, placed.slice(0, middle), processBatch);
  const second = await findUnprocessable(tx, placed.slice(middle), processBatch);
  return [...first, ...second];
}

async function tryOut(tx: Tx, placed: readonly Placed[], processBatch: BatchProcessor): Promise<string | null> {
  await sql`SAVEPOINT try_out`.execute(tx);
  try {
    await processBatch(tx, placed, { recovering: true });
    return null;
  } catch (error) {
    if (!isAboutData(error)) throw error;
    return (error as Error).message;
  } finally {
    await sql`ROLLBACK TO SAVEPOINT try_out`.execute(tx);
  }
}

/** ClickHouse's codes for values that cannot be read: cannot parse (6, 26, 27, 38, 41, 72, 131), argument out of bound (69), incorrect data (117), duplicate path (53). */
const dataCodes = new Set(["6", "26", "27", "38", "41", "53", "69", "72", "117", "131"]);

/** Postgres class 22 (data), 23 (constraints), 54 (limits), or ClickHouse's {@link dataCodes}. */
const isAboutData = (error: unknown): boolean => {
  const { code, name } = error as { code?: string; name?: string };
  if (name === "ClickHouseError") return dataCodes.has(code ?? "");
  return /^(22|23|54)/.test(code ?? "") || error instanceof RangeError;
};

function rejected({ entry, place }: Placed, reason: string): Placed {
  if ("x" in entry) throw new Error(`A rejection cannot be stored: ${reason}`);
  const why = { id: randomUUID(), code: "wrong_type" as const, field: null, message: `The event could not be processed: ${reason.slice(0, 300)}` };
  if ("a" in entry) {
    const { a, ...head } = entry;
    return { entry: { ...head, x: { ...why, raw: JSON.stringify(a), eventName: null, userId: null, anonymousId: null } }, place };
  }
  const { m, ...head } = entry;
  return { entry: { ...head, x: { ...why, raw: JSON.stringify(m), eventName: m.name, userId: m.userId, anonymousId: m.anonymousId } }, place };
}
