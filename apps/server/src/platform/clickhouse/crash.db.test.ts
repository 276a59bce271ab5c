import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { createEmbeddedClickHouse } from "./embedded-clickhouse.ts";

const child = join(import.meta.dirname, "testing/insert-until-killed.ts");

/** Lets a process insert from block `first` on, kills it after `blocks` acknowledgements, and gives the last block that it acknowledged. */
async function insertAndKill(dataDir: string, first: number, blocks: number): Promise<number> {
  const inserting = spawn(process.execPath, [child, dataDir, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(inserting, "exit");
  let last = -1;
  for await (const line of createInterface({ input: inserting.stdout })) {
    last = Number(line);
    if (last === first + blocks) inserting.kill("SIGKILL");
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  return last;
}

test("every insert that was acknowledged survives kill -9, once, and the data opens again", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-crash-"));
  let next = 0;
  for (const blocks of [0, 3, 7]) next = await insertAndKill(dataDir, next, blocks); // the last acknowledged block is inserted again, by its token
  const clickhouse = createEmbeddedClickHouse({ dataDir });
  const rows = await clickhouse.query<{ block: number; n: string }>({
    query: "SELECT block, count() AS n FROM acknowledged WHERE block <= {last:UInt32} GROUP BY block ORDER BY block",
    params: { last: next },
  });
  expect(rows).toEqual(Array.from({ length: next + 1 }, (_, block) => ({ block, n: "50" })));
  await clickhouse.close();
  await rm(dataDir, { recursive: true });
}, 120_000);
