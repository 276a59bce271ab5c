import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import { isAboutData } from "./is-about-data.ts";
import type { BatchProcessor, Placed } from "./process-batch.ts";
import { toRejection } from "./to-rejection.ts";

/**
 * After a batch failed: finds the entries that cannot be processed by trying halves, each in a savepoint that is rolled back, and turns them into rejections,
 * so that one poisonous event neither stops the others nor is lost. A fault of the stores themselves (no connection, no disk) is not blamed on entries: it is thrown on.
 */
export async function findUnprocessable(tx: Tx, placed: readonly Placed[], processBatch: BatchProcessor): Promise<Placed[]> {
  const reason = await tryOut(tx, placed, processBatch);
  if (reason === null) return [...placed];
  if (placed.length === 1) return placed.map((one) => toRejection(one, reason));
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
