import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Access } from "../../platform/auth/access.ts";
import { testAccess } from "../../testing/test-access.ts";
import { deleteImport } from "./delete-import.ts";
import { getImport } from "./get-import.ts";
import { createCountingLog, createImportStage, serveAll, tooFarBehind, type ImportStage } from "./imports.fixture.ts";
import { setMapping } from "./set-mapping.ts";
import { dryRunImport, pauseImport, startImport } from "./start-import.ts";

let stage: ImportStage;
beforeAll(async () => {
  stage = await createImportStage();
});
afterAll(() => stage.close());

const editor = async () => testAccess(await stage.database.createWorkspace(), "editor");
const events = (count: number, from = 0) =>
  `userId,event,timestamp,n\n${Array.from({ length: count }, (_, index) => `u${index % 7},Done,2024-01-02T03:04:05Z,${from + index}`).join("\n")}\n`;

async function importAll(access: Access, text: string, log = createCountingLog(), fileName = "events.csv") {
  const { id } = await stage.upload(access, text, { fileName });
  await startImport(stage.deps, access, { id });
  await serveAll(stage.runner(log));
  return { id, log, result: await getImport(stage.deps, access, { id }) };
}

describe("an import", () => {
  test("takes each row once, with its own time, from a source of its own", async () => {
    const access = await editor();
    const { log, result } = await importAll(access, events(2_500));
    expect(result).toMatchObject({
      kind: "events",
      status: "done",
      rowsRead: 2_500,
      rowsTaken: 2_500,
      rowsFailed: 0,
      bytesRead: result.bytes,
    });
    expect(log.chunks).toEqual([1_000, 1_000, 500]);
    const [entry] = log.entries.values();
    expect(entry).toMatchObject({
      w: access.workspaceId,
      m: { userId: "u0", name: "Done", at: Date.UTC(2024, 0, 2, 3, 4, 5), properties: { n: 0 } },
    });
    const sources = await stage.database.db
      .selectFrom("source")
      .select(["id", "kind"])
      .where("workspace_id", "=", access.workspaceId)
      .execute();
    expect(sources).toEqual([{ id: entry?.s, kind: "import" }]);
  });

  test("repeated adds nothing: neither the same file, nor its rows in other order or format, nor what it overlaps with", async () => {
    const access = await editor();
    const { log } = await importAll(access, events(1_200));
    await stage.database.db.deleteFrom("seen_message").execute();
    expect((await importAll(access, events(1_200), log)).result).toMatchObject({
      rowsRead: 1_200,
      rowsTaken: 0,
      rowsFailed: 0,
      status: "done",
    });
    const lines = Array.from({ length: 1_300 }, (_, n) =>
      JSON.stringify({ n, timestamp: "2024-01-02T03:04:05Z", event: "Done", userId: `u${n % 7}` }),
    ).reverse();
    expect((await importAll(access, lines.join("\n"), log)).result).toMatchObject({ rowsRead: 1_300, rowsTaken: 100 });
    expect(log.appended).toBe(1_300);
  });

  test("of a file with the very same event several times takes it as often, and again not once more", async () => {
    const access = await editor();
    const row = "u1,Clicked,2024-01-01T00:00:00Z";
    const file = (times: number) => `userId,event,timestamp\n${Array(times).fill(row).join("\n")}\nu2,Other,2024-01-01\n`;
    const { log, result } = await importAll(access, file(3));
    expect(result.rowsTaken).toBe(4);
    expect((await importAll(access, file(3), log)).result.rowsTaken).toBe(0);
    expect((await importAll(access, file(5), log)).result.rowsTaken).toBe(2);
    expect(log.entries.size).toBe(6);
  });

  test("with message ids takes each id once, also within the file", async () => {
    const access = await editor();
    const file = "messageId,userId,event,timestamp\nm1,u1,A,2024-01-01\nm2,u1,A,2024-01-01\nm1,u1,B,2024-01-02\n";
    const { log, result } = await importAll(access, file);
    expect([result.rowsTaken, [...log.entries.keys()].map((key) => key.split(" ")[1])]).toEqual([2, ["m1", "m2"]]);
  });

  test("of accounts needs nobody who belongs to them", async () => {
    const access = await editor();
    const { log, result } = await importAll(access, "account_id,name,mrr\nacme,Acme,120\n,None,1\n", undefined, "accounts.csv");
    expect(result).toMatchObject({ kind: "accounts", rowsTaken: 1, rowsFailed: 1 });
    expect([...log.entries.values()][0]).toMatchObject({ a: { key: "acme", traits: { name: "Acme", mrr: 120 }, at: stage.clock.now } });
  });

  test("keeps the address of a customer only where its source says so", async () => {
    const access = await editor();
    const { log } = await importAll(access, "userId,event,timestamp,ip\nu1,A,2024-01-01,10.0.0.1\n");
    expect(JSON.stringify([...log.entries.values()])).not.toContain("10.0.0.1");
  });

  test("leaves neither its file nor values of it behind when it is done", async () => {
    const access = await editor();
    const { id, result } = await importAll(access, events(10));
    expect(result.columns).toEqual(["userId", "event", "timestamp", "n"].map((name) => ({ name, samples: [] })));
    expect(await readdir(join(stage.dataDir, "imports"))).not.toContain(id);
  });
});

describe("what cannot be used", () => {
  const file = 'userId,event,timestamp,n\nu1,A,2024-01-01,1\n,B,2024-01-01,2\nu3,C,yesterday,3\nu4,D\nu5,"E",2024-01-01,5\n';
  test("is counted and listed with its row, column, reason and original text", async () => {
    const access = await editor();
    const { id, result } = await importAll(access, file);
    expect(result).toMatchObject({ status: "done", rowsRead: 5, rowsTaken: 2, rowsFailed: 3 });
    const lines = (await readFile(join(stage.dataDir, "imports", `${id}.failures.csv`), "utf8")).split("\r\n");
    expect(lines).toEqual([
      "row,field,reason,original",
      '3,userId,Both userId and anonymousId are missing; one of them is needed.,",B,2024-01-01,2"',
      '4,timestamp,"“timestamp” is ""yesterday""; a time such as 2025-01-31T09:30:00Z, or seconds or milliseconds since 1970, is accepted.","u3,C,yesterday,3"',
      '5,,The row has 2 cells; the file has 4 columns.,"u4,D"',
      "",
    ]);
  });

  test("a dry run says beforehand, and takes nothing", async () => {
    const access = await editor();
    const log = createCountingLog();
    const { id } = await stage.upload(access, file, { fileName: "events.csv" });
    await dryRunImport(stage.deps, access, { id });
    await serveAll(stage.runner(log));
    const checked = await getImport(stage.deps, access, { id });
    expect(checked).toMatchObject({ status: "ready", rowsRead: 0, rowsTaken: 0, bytesRead: 0, dryRun: { rows: 5, taken: 2, failed: 3 } });
    expect(checked.dryRun?.firstErrors[0]).toMatchObject({ row: 3, field: "userId" });
    expect(log.appended).toBe(0);
    await startImport(stage.deps, access, { id });
    await serveAll(stage.runner(log));
    expect((await getImport(stage.deps, access, { id })).rowsTaken).toBe(2);
  });

  test("an event larger than any source may send is refused, a large row that makes a small one is taken", async () => {
    const access = await editor();
    const large = "x".repeat(40_000);
    const { id } = await stage.upload(access, `userId,event,timestamp,note\nu1,A,2024-01-01,${large}\n`, { fileName: "events.csv" });
    await dryRunImport(stage.deps, access, { id });
    await serveAll(stage.runner(createCountingLog()));
    const { dryRun, mapping } = await getImport(stage.deps, access, { id });
    expect(dryRun?.firstErrors[0]?.message).toContain("at most 32 KB");
    await setMapping(stage.deps, access, { id, mapping: mapping.map((one) => (one.column === "note" ? { ...one, target: null } : one)) });
    await startImport(stage.deps, access, { id });
    await serveAll(stage.runner(createCountingLog()));
    expect(await getImport(stage.deps, access, { id })).toMatchObject({ rowsTaken: 1, rowsFailed: 0 });
  });
});

describe("an interruption", () => {
  class Killed extends Error {}

  test("anywhere, any number of times, gives the same set as none: each row once, each failure once", async () => {
    const cell = fc.constantFrom("u1", "u2", "");
    const rows = fc.array(fc.tuple(cell, fc.constantFrom("A", "B"), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
        fc.boolean(),
        async (list, deaths, afterAppend) => {
          const body = list.map(([user, event, n]) => `${user},${event},2024-01-01T00:00:0${n}Z`);
          // Padding makes several chunks of one small file: a chunk ends at 1,000 rows.
          const text = `userId,event,timestamp\n${body.flatMap((line, index) => [line, ...Array.from({ length: 150 }, (_, pad) => `p${index},P,2024-01-01T01:00:0${pad % 3}Z`)]).join("\n")}\n`;
          const [calm, shaken] = [await editor(), await editor()];
          const plain = await importAll(calm, text);
          const { id } = await stage.upload(shaken, text, { fileName: "events.csv" });
          await startImport(stage.deps, shaken, { id });
          const log = createCountingLog();
          const append = log.append;
          for (const death of [...deaths, Infinity]) {
            let left = death;
            log.append = async (entries) => {
              left--;
              if (left <= 0 && !afterAppend) throw new Killed();
              await append(entries);
              if (left <= 0) throw new Killed();
            };
            // A reader that is killed neither releases its lease nor tidies up; the next one has another name.
            try {
              await serveAll(stage.runner(log, 0));
            } catch (error) {
              if (!(error instanceof Killed)) throw error;
            }
          }
          const result = await getImport(stage.deps, shaken, { id });
          expect(result).toMatchObject({
            status: "done",
            rowsRead: plain.result.rowsRead,
            rowsFailed: plain.result.rowsFailed,
            rowsTaken: plain.result.rowsTaken,
          });
          const idsOf = (keys: Iterable<string>) => [...keys].map((key) => key.split(" ")[1]).sort();
          expect(idsOf(log.entries.keys())).toEqual(idsOf(plain.log.entries.keys()));
          const failuresOf = (of: string) => readFile(join(stage.dataDir, "imports", `${of}.failures.csv`), "utf8");
          expect(await failuresOf(id)).toBe(await failuresOf(plain.id));
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);

  test("while the log is too far behind makes the import wait, not fail", async () => {
    const access = await editor();
    const log = createCountingLog();
    let refusals = 3;
    log.beforeAppend = () => {
      if (refusals-- > 0) throw tooFarBehind();
    };
    const { result } = await importAll(access, events(1_500), log);
    expect(result).toMatchObject({ status: "done", rowsTaken: 1_500 });
  });

  test("by a person ends it between two chunks, also while it waits; it goes on where it was", async () => {
    const access = await editor();
    const { id } = await stage.upload(access, events(3_000), { fileName: "events.csv" });
    await startImport(stage.deps, access, { id });
    const log = createCountingLog();
    const append = log.append;
    log.append = async (entries) => {
      if (log.chunks.length === 1) {
        await pauseImport(stage.deps, access, { id });
        throw tooFarBehind();
      }
      await append(entries);
    };
    await serveAll(stage.runner(log));
    expect(await getImport(stage.deps, access, { id })).toMatchObject({ status: "paused", rowsTaken: 1_000 });
    await expect(setMapping(stage.deps, access, { id, mapping: [] })).rejects.toThrow("settled");
    log.append = append;
    await startImport(stage.deps, access, { id });
    await serveAll(stage.runner(log));
    expect(await getImport(stage.deps, access, { id })).toMatchObject({ status: "done", rowsTaken: 3_000 });
    expect(log.appended).toBe(3_000);
  });

  test("during which another file brings the same rows, counts each file's own", async () => {
    const access = await editor();
    const same = "u1,Clicked,2024-01-01T00:00:00Z";
    const others = Array.from({ length: 999 }, (_, n) => `u2,Seen ${n},2024-01-01`).join("\n");
    const { id } = await stage.upload(access, `userId,event,timestamp\n${same}\n${others}\n${same}\n${same}\n`, { fileName: "events.csv" });
    await startImport(stage.deps, access, { id });
    const log = createCountingLog();
    const append = log.append;
    log.append = async (entries) => {
      await append(entries);
      if (log.chunks.length === 1) await pauseImport(stage.deps, access, { id });
      stage.clock.now += 1_000;
    };
    await serveAll(stage.runner(log));
    expect((await getImport(stage.deps, access, { id })).rowsTaken).toBe(1_000);
    expect((await importAll(access, `userId,event,timestamp\n${same}\n`, log)).result.rowsTaken).toBe(0);
    await startImport(stage.deps, access, { id });
    await serveAll(stage.runner(log));
    expect(await getImport(stage.deps, access, { id })).toMatchObject({ status: "done", rowsTaken: 1_002 });
    expect(log.entries.size).toBe(1_002);
  });

  test("by deleting it ends it; what was taken is known when the file comes again", async () => {
    const access = await editor();
    const { id } = await stage.upload(access, events(3_000), { fileName: "events.csv" });
    await startImport(stage.deps, access, { id });
    const log = createCountingLog();
    const append = log.append;
    log.append = async (entries) => {
      await append(entries);
      if (log.chunks.length === 1) await deleteImport(stage.deps, access, { id });
      stage.clock.now += 1_000;
    };
    await serveAll(stage.runner(log));
    expect(log.chunks).toEqual([1_000]);
    log.append = append;
    expect((await importAll(access, events(3_000), log)).result).toMatchObject({ status: "done", rowsTaken: 2_000 });
  });

  test("by a file that is gone is said; it cannot go on, and the same file uploaded again brings what is missing", async () => {
    const access = await editor();
    const text = events(1_500);
    const { id } = await stage.upload(access, text, { fileName: "events.csv" });
    expect(await getImport(stage.deps, access, { id })).toMatchObject({ fileThere: true });
    await startImport(stage.deps, access, { id });
    await rm(join(stage.dataDir, "imports", id));
    const log = createCountingLog();
    await serveAll(stage.runner(log));
    expect(await getImport(stage.deps, access, { id })).toMatchObject({
      status: "failed",
      fileThere: false,
      error: expect.stringContaining("upload it again"),
    });
    await expect(startImport(stage.deps, access, { id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("events.csv is gone"),
    });
    expect((await getImport(stage.deps, access, { id })).status).toBe("failed");
    expect((await importAll(access, text, log)).result).toMatchObject({ status: "done", rowsTaken: 1_500, fileThere: false });
  });

  test("by failing again and again is said, and can be tried again", async () => {
    const access = await editor();
    const { id } = await stage.upload(access, events(10), { fileName: "events.csv" });
    await startImport(stage.deps, access, { id });
    const log = createCountingLog();
    log.beforeAppend = () => {
      throw new Killed();
    };
    const runner = stage.runner(log);
    for (let attempt = 0; attempt < 5; attempt++) await expect(runner.serveOne()).rejects.toThrow(Killed);
    expect(await getImport(stage.deps, access, { id })).toMatchObject({
      status: "failed",
      error: expect.stringContaining("again and again"),
    });
    await startImport(stage.deps, access, { id });
    log.beforeAppend = () => {};
    await serveAll(runner);
    expect((await getImport(stage.deps, access, { id })).status).toBe("done");
  });
});

test("a long file goes through in chunks of a thousand", async () => {
  const access = await editor();
  const log = createCountingLog();
  const { result } = await importAll(access, events(30_000), log);
  expect(result).toMatchObject({ status: "done", rowsTaken: 30_000 });
  expect(log.chunks).toEqual(Array(30).fill(1_000));
  expect(log.entries.size).toBe(30_000);
});
