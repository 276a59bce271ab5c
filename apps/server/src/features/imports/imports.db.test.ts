import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { errorStatus, type Role } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpServer } from "../../platform/http/create-http-server.ts";
import { registerApi } from "../../platform/http/register-api.ts";
import { createLog } from "../../platform/telemetry/create-log.ts";
import { createMetrics } from "../../platform/telemetry/metrics.ts";
import { testAccess } from "../../testing/test-access.ts";
import { createCountingLog, createImportStage, serveAll, type ImportStage } from "./imports.fixture.ts";
import { importRoutes, registerImportUploads } from "./index.ts";

let stage: ImportStage;
let app: FastifyInstance;
let acme: string;
let other: string;
beforeAll(async () => {
  stage = await createImportStage();
  [acme, other] = [await stage.database.createWorkspace(), await stage.database.createWorkspace()];
  app = await createHttpServer({ log: createLog({ level: "silent" }), metrics: createMetrics(), trustProxy: false, https: false });
  const resolveAccess = async ({ headers }: { headers: Record<string, unknown> }) =>
    testAccess(String(headers["x-workspace"]), headers["x-role"] as Role);
  await registerImportUploads(app, { ...stage.deps, maxBytes: 100_000, resolveAccess });
  await registerApi(app, { router: { imports: importRoutes(stage.deps) }, resolveAccess, publicUrl: "http://localhost" });
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

const as = (role: Role, workspace = acme) => ({ "x-role": role, "x-workspace": workspace });
const upload = (payload: string | Buffer, query = "fileName=events.csv", headers: Record<string, string> = as("editor")) =>
  app.inject({ method: "POST", url: `/api/v1/imports?${query}`, headers: { "content-type": "text/csv", ...headers }, payload });
const call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, headers: Record<string, string> = as("editor"), payload?: object) =>
  app.inject({ method, url: `/api/v1/imports${path}`, headers, ...(payload ? { payload } : {}) });
const file = "user_id,event,timestamp,amount\nu1,Paid,2024-01-01,5\n,Paid,2024-01-01,6\n";
const filesOnDisk = () => readdir(join(stage.dataDir, "imports"));

describe("an upload", () => {
  test("answers with what the file is and a mapping that can be changed", async () => {
    const answer = await upload(file);
    expect(answer.statusCode).toBe(200);
    const created = answer.json();
    expect(created).toMatchObject({
      fileName: "events.csv",
      kind: "events",
      format: "csv",
      status: "uploaded",
      bytes: file.length,
      columns: [{ name: "user_id", samples: ["u1"] }, {}, {}, { name: "amount", samples: ["5", "6"] }],
    });
    expect(created.mapping.map((one: { target: string }) => one.target)).toEqual(["userId", "event", "timestamp", "properties.amount"]);
    const mapping = created.mapping.map((one: { column: string }) =>
      one.column === "amount" ? { ...one, target: "properties.revenue", type: "number" } : one,
    );
    const changed = await call("PUT", `/${created.id}/mapping`, undefined, { mapping });
    expect(changed.json().mapping[3]).toEqual({ column: "amount", target: "properties.revenue", type: "number" });
    expect((await call("GET", "")).json().items[0]).toEqual(changed.json());
  });

  test("runs from start to end, and gives the failures as a file", async () => {
    const { id } = (await upload(file)).json();
    expect((await call("POST", `/${id}/start`)).json().status).toBe("running");
    const log = createCountingLog();
    await serveAll(stage.runner(log));
    expect((await call("GET", `/${id}`)).json()).toMatchObject({ status: "done", rowsTaken: 1, rowsFailed: 1 });
    const failures = await call("GET", `/${id}/failures`, as("viewer"));
    expect(failures.headers["content-type"]).toContain("text/csv");
    expect(failures.body).toBe(
      'row,field,reason,original\r\n3,user_id,Both userId and anonymousId are missing; one of them is needed.,",Paid,2024-01-01,6"\r\n',
    );
    expect((await call("POST", `/${id}/start`)).json().error.code).toBe("conflict");
  });

  test.each([
    ["larger than allowed", "x".repeat(100_001), "too_large"],
    ["not text", Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), "invalid_input"],
    ["empty", "", "invalid_input"],
  ] as const)("that is %s is refused, and leaves nothing on disk", async (_what, payload, code) => {
    const before = await filesOnDisk();
    const answer = await upload(payload, "fileName=x.csv");
    expect([answer.statusCode, answer.json().error.code]).toEqual([errorStatus[code], code]);
    expect(await filesOnDisk()).toEqual(before);
  });

  test("that breaks off leaves nothing on disk", async () => {
    const before = await filesOnDisk();
    const address = new URL(await app.listen({ port: 0, host: "127.0.0.1" }));
    const sending = request(new URL("/api/v1/imports?fileName=x.csv", address), {
      method: "POST",
      headers: { ...as("editor"), "content-length": "50000" },
    });
    sending.on("error", () => {});
    sending.write("user_id,event\n");
    await expect.poll(filesOnDisk).toContainEqual(expect.stringMatching(/\.part$/));
    sending.destroy();
    await expect.poll(filesOnDisk).toEqual(before);
  });

  test("with a wrong kind, or as a form, says what is accepted", async () => {
    expect((await upload(file, "kind=things")).json().error.issues[0]).toMatchObject({
      field: "kind",
      accepted: "events, people, accounts",
    });
    expect((await upload(file, "fileName=x.csv", { ...as("editor"), "content-type": "multipart/form-data; boundary=x" })).statusCode).toBe(
      415,
    );
  });
});

test("a mapping that cannot be used names each column and what is accepted; one that is not complete does not start", async () => {
  const { id } = (await upload(file)).json();
  const wrong = await call("PUT", `/${id}/mapping`, undefined, {
    mapping: [
      { column: "amount", target: "revenue" },
      { column: "price", target: "userId" },
    ],
  });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.json().error.issues).toEqual([
    {
      field: "amount",
      message: "The column “amount” cannot become “revenue” in a file of events.",
      accepted: expect.stringContaining("properties.<name>"),
    },
    { field: "price", message: "The column “price” is not in the file.", accepted: "user_id, event, timestamp, amount" },
  ]);
  await call("PUT", `/${id}/mapping`, undefined, { mapping: [{ column: "event", target: "event" }] });
  for (const action of ["start", "dry-run"]) {
    const answer = await call("POST", `/${id}/${action}`);
    expect(answer.json().error).toMatchObject({ code: "invalid_input", issues: [{ field: "userId" }, { field: "timestamp" }] });
  }
});

test("a dry run can be given up, and the kind changed before the first row is taken", async () => {
  const { id } = (await upload(file)).json();
  expect((await call("POST", `/${id}/dry-run`)).json().status).toBe("checking");
  expect((await call("PUT", `/${id}/mapping`, undefined, { mapping: [] })).json().error.code).toBe("conflict");
  expect((await call("POST", `/${id}/start`)).json().error.code).toBe("conflict");
  expect((await call("POST", `/${id}/pause`)).json().status).toBe("uploaded");
  expect(
    (await call("PUT", `/${id}/mapping`, undefined, { kind: "people", mapping: [{ column: "user_id", target: "userId" }] })).json(),
  ).toMatchObject({ kind: "people", status: "uploaded" });
});

test("a viewer cannot write, and sees", async () => {
  const { id } = (await upload(file)).json();
  const before = await filesOnDisk();
  const answers = await Promise.all([
    upload(file, "fileName=x.csv", as("viewer")),
    call("PUT", `/${id}/mapping`, as("viewer"), { mapping: [] }),
    ...["dry-run", "start", "pause"].map((action) => call("POST", `/${id}/${action}`, as("viewer"))),
    call("DELETE", `/${id}`, as("viewer")),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403, 403]);
  expect(await filesOnDisk()).toEqual(before);
  expect((await call("GET", `/${id}`, as("viewer"))).json().status).toBe("uploaded");
});

test("another workspace cannot see, change, start, delete or download an import", async () => {
  const { id } = (await upload(file)).json();
  const headers = as("owner", other);
  const answers = await Promise.all([
    call("GET", `/${id}`, headers),
    call("GET", `/${id}/failures`, headers),
    call("PUT", `/${id}/mapping`, headers, { mapping: [] }),
    ...["dry-run", "start", "pause"].map((action) => call("POST", `/${id}/${action}`, headers)),
    call("DELETE", `/${id}`, headers),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(7).fill(404));
  expect((await call("GET", "", headers)).json().items).toEqual([]);
  expect((await call("GET", `/${id}`)).statusCode).toBe(200);
});

test("pages of imports go from new to old and show each once", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index++) {
    stage.clock.now += 1_000;
    ids.unshift((await upload(file, `fileName=${index}.csv`, as("editor", other))).json().id);
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const page = (await call("GET", `?limit=2${cursor}`, as("viewer", other))).json();
    seen.push(...page.items.map((item: { id: string }) => item.id));
    cursor = page.next === null ? "" : `&cursor=${page.next}`;
  } while (cursor !== "");
  expect(seen).toEqual(ids);
});

test("everything that was done to an import is in the audit, and deleting removes its files", async () => {
  const { id } = (await upload(file)).json();
  await call("PUT", `/${id}/mapping`, undefined, {
    mapping: [
      { column: "user_id", target: "userId" },
      { column: "event", target: "event" },
      { column: "timestamp", target: "timestamp" },
    ],
  });
  for (const action of ["dry-run", "pause", "start", "pause"]) await call("POST", `/${id}/${action}`);
  expect((await call("DELETE", `/${id}`)).json()).toEqual({ deleted: true });
  expect((await filesOnDisk()).filter((name) => name.startsWith(id))).toEqual([]);
  const audit = await stage.database.db
    .selectFrom("audit_entry")
    .select(["action", "actor"])
    .where("workspace_id", "=", acme)
    .where("subject", "=", id)
    .orderBy("id")
    .execute();
  expect(audit.map(({ action }) => action)).toEqual([
    "imports.upload",
    "imports.map",
    "imports.dry_run",
    "imports.pause",
    "imports.start",
    "imports.pause",
    "imports.delete",
  ]);
  expect(audit[0]?.actor).toBe("user:Ada");
});

test("a disabled source takes no import", async () => {
  const { id } = (await upload(file)).json();
  await stage.database.db.updateTable("source").set({ enabled: false }).where("workspace_id", "=", acme).execute();
  expect((await call("POST", `/${id}/start`)).json().error.code).toBe("source_disabled");
  await stage.database.db.updateTable("source").set({ enabled: true }).where("workspace_id", "=", acme).execute();
});
