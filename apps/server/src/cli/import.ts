import { createWriteStream } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { Import } from "@throughline/contract";
import { createApiClient, type ApiClient } from "./api-client.ts";
import { CliError, type CliIo, type Command } from "./command.ts";
import { applyMap, readImportOptions, type ImportOptions } from "./import-options.ts";
import { createProgressBar } from "./progress-bar.ts";
import { abortOnSignal, forPeople } from "./store-command.ts";

const pollMs = 500;

const usage = `npm run cli -- import <file> [options]

  --kind events|people|accounts   what the file is about; without it, that is guessed
  --map column=target             what a column becomes, instead of the guess; again for each column
                                  (userId, event, timestamp, properties.plan, traits.email, …; nothing behind the = leaves it out)
  --dry-run                       read the whole file, take nothing, say what would fail
  --workspace <slug>              checks that the API key belongs to this workspace
  --url <url>                     the running server (THROUGHLINE_URL; http://localhost:4400)
  --api-key <tl_…>                a key with data:read and data:write (THROUGHLINE_API_KEY)

The same file again adds nothing. Ctrl-C while it imports leaves the server to go on with it. What cannot be used is written beside the file, as <file>.failures.csv.
Exit codes: 0 all rows are imported, 2 some failed, 1 the import failed.`;

export const importCommand: Command = {
  name: "import",
  summary: "Bring in events, people or accounts from a CSV or JSON lines file.",
  usage,
  run: (args, io) => forPeople(() => runImport(args, io)),
};

async function runImport(args: readonly string[], io: CliIo): Promise<number> {
  const options = readImportOptions(args, io.env);
  await access(options.file).catch(() => {
    throw new CliError(`The file ${options.file} cannot be read.`);
  });
  const api = createApiClient(options);
  const uploaded = await upload(api, options, io);
  try {
    return await runUploaded(api, options, uploaded, io);
  } catch (error) {
    // What could not even start is of no use on the server.
    const { status } = await api.call<Import>("GET", `/imports/${uploaded.id}`);
    if (status === "uploaded" || status === "ready") await api.call("DELETE", `/imports/${uploaded.id}`);
    throw error;
  }
}

async function upload(api: ApiClient, { file, kind }: ImportOptions, io: CliIo): Promise<Import> {
  const bar = createProgressBar(io, "Uploading");
  const query = new URLSearchParams({ fileName: basename(file), ...(kind ? { kind } : {}) });
  const uploaded = await api.upload<Import>(`/imports?${query}`, file, (sent, of) => bar.show(sent, of));
  bar.end();
  return uploaded;
}

async function runUploaded(api: ApiClient, options: ImportOptions, uploaded: Import, io: CliIo): Promise<number> {
  const path = `/imports/${uploaded.id}`;
  const { kind, format, mapping } =
    options.map.length === 0
      ? uploaded
      : await api.call<Import>("PUT", `${path}/mapping`, { mapping: applyMap(uploaded.mapping, options.map) });
  io.out(`${options.file}: ${kind}, ${format === "csv" ? "CSV" : "JSON lines"}`);
  for (const { column, target } of mapping) io.out(`  ${column} → ${target ?? "(left out)"}`);

  await api.call("POST", `${path}/${options.dryRun ? "dry-run" : "start"}`);
  const end = await followUntilEnd(api, options, uploaded, io);
  if (end.status === "paused") throw new CliError("Somebody paused the import. It goes on in the console, under Data, Imports.");
  if (end.status === "failed") throw new CliError(`The import failed: ${end.error}`);
  const failed = options.dryRun ? (end.dryRun?.failed ?? 0) : end.rowsFailed;
  io.out(
    options.dryRun
      ? describeDryRun(end)
      : `${end.rowsTaken} rows imported, ${end.rowsRead - end.rowsTaken - end.rowsFailed} were there already, ${end.rowsFailed} failed.`,
  );
  if (failed > 0) {
    const target = `${options.file}.failures.csv`;
    await pipeline(await api.download(`${path}/failures`), createWriteStream(target));
    io.out(`What failed and why: ${target}`);
  }
  if (options.dryRun) await api.call("DELETE", path);
  return failed > 0 ? 2 : 0;
}

/** Follows it to its end. On Ctrl-C a check is given up, which leaves nothing; an import goes on without us, for the server reads it. */
async function followUntilEnd(api: ApiClient, { dryRun, url }: ImportOptions, { id }: Import, io: CliIo): Promise<Import> {
  const { signal, release } = abortOnSignal();
  const path = `/imports/${id}`;
  try {
    return await follow(api, path, dryRun ? "Checking" : "Importing", { io, signal });
  } catch (error) {
    if (signal.aborted && dryRun) await api.call("POST", `${path}/pause`);
    if (signal.aborted)
      io.err(
        dryRun
          ? "The check was stopped; nothing of the file is left on the server."
          : `The import goes on on the server, and can be paused there: ${new URL(`/data/imports/${id}`, url).href}\nThe same command again counts nothing twice.`,
      );
    throw error;
  } finally {
    release();
  }
}

/** Waits until the server has read the file. */
async function follow(api: ApiClient, path: string, label: string, { io, signal }: { io: CliIo; signal: AbortSignal }): Promise<Import> {
  const bar = createProgressBar(io, label);
  for (;;) {
    if (signal.aborted) {
      bar.end();
      throw signal.reason;
    }
    const now = await api.call<Import>("GET", path);
    if (now.status !== "running" && now.status !== "checking") {
      bar.end();
      return now;
    }
    bar.show(now.bytesRead, now.bytes, `${now.rowsRead} rows, ${now.rowsFailed} failed`);
    // The reason is thrown above, in place of the error of waiting.
    await wait(pollMs, null, { signal }).catch(() => null);
  }
}

function describeDryRun({ dryRun }: Import): string {
  if (!dryRun) throw new CliError("Somebody ended the dry run.");
  const errors = dryRun.firstErrors.map(({ row, message }) => `  row ${row}: ${message}`);
  return [`${dryRun.rows} rows: ${dryRun.taken} can be imported, ${dryRun.failed} would fail. Nothing was taken.`, ...errors].join("\n");
}
