import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { restoreBackup, rowsOf, verifyArchive, type Manifest } from "../features/backup/index.ts";
import { migrationsOf, openStores } from "../start-stores.ts";
import { CliError, type CliIo, type Command } from "./command.ts";
import { abortOnSignal, forPeople, settingsOf, silentLog, sizeOf, type StoreSettings } from "./store-command.ts";

const usage = `npm run cli -- restore <file.tar> [--replace]

  --replace   lose what the stores hold now; without it they must be empty

Checks the whole file first, then fills the stores of THROUGHLINE_DATA_DIR, DATABASE_URL and CLICKHOUSE_URL, counts what arrived,
and brings them to this version. Stop the server before.`;

export const restoreCommand: Command = {
  name: "restore",
  summary: "Fill empty stores from a backup.",
  usage,
  run: (args, io) => forPeople(() => runRestore(args, io)),
};

async function runRestore(args: readonly string[], io: CliIo): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { replace: { type: "boolean", default: false } },
  });
  const [target, ...more] = positionals;
  if (!target || more.length > 0) throw new CliError(usage);
  const settings = settingsOf(io.env);
  const file = resolve(io.env["INIT_CWD"] ?? ".", target);
  const { signal, release } = abortOnSignal();
  const onStep = (step: string) => (io.progress ? io.progress(`${step} …`) : io.err(step));
  try {
    onStep("Checking the file");
    const manifest = await verifyArchive(file, (bytes) => {
      signal.throwIfAborted();
      io.progress?.(`Checking the file … ${sizeOf(bytes)}`);
    });
    const applied = await fill(settings, { file, manifest, replace: values.replace, onStep, signal });
    io.progress?.("");
    for (const line of summaryOf(manifest, applied, settings)) io.out(line);
    return 0;
  } finally {
    release();
  }
}

async function fill(settings: StoreSettings, options: Parameters<typeof restoreBackup>[1]): Promise<string[]> {
  const stores = await openStores({ settings, log: silentLog, onFatal: () => {} });
  try {
    const migrations = { postgres: migrationsOf("postgres"), clickhouse: migrationsOf("clickhouse") };
    return await restoreBackup({ ...stores, dataDir: settings.dataDir, migrations }, options);
  } finally {
    await stores.stop();
  }
}

function summaryOf(manifest: Manifest, applied: readonly string[], settings: StoreSettings): string[] {
  const rows = rowsOf(manifest);
  const hasSecret = manifest.files.some(({ path }) => path === "secret");
  return [
    `Restored the backup of ${manifest.createdAt}: ${rows.timeline} interactions, ${rows.postgres} rows of Postgres. All arrived.`,
    ...(applied.length > 0 ? [`Brought to this version: ${applied.join(", ")}.`] : []),
    ...(hasSecret && settings.secret
      ? ["THROUGHLINE_SECRET is set and comes before the secret of the backup: people keep their second factor only if both are the same."]
      : []),
    ...(!hasSecret && !settings.secret
      ? ["The backup holds no secret, so the server that made it had THROUGHLINE_SECRET set: set it here too, or second factors are lost."]
      : []),
    "Start the server now.",
  ];
}
