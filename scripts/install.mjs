// Makes sure that what package-lock.json locks is installed, and that Node 24 is there to run it. Plain JavaScript without
// dependencies: this runs on whatever Node (20 or newer) the machine has, before anything is installed.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The directory of the clone. */
export const root = realpathSync(fileURLToPath(new URL("..", import.meta.url)));

const modules = join(root, "node_modules");
const stampFile = join(modules, ".throughline-lock");
const installLock = join(root, ".build", "install.lock");

/**
 * Installs what is locked when node_modules is missing or is not what package-lock.json says.
 * @returns {Promise<string>} the path of the Node 24 binary that comes with it.
 */
export async function ensureInstalled() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(`Node ${process.versions.node} is too old: Throughline needs Node 20 or newer to install itself.`);
  }
  if (!isStamped()) {
    await holdingInstallLock(async () => {
      if (isStamped()) return; // another command installed meanwhile
      if (!isInstalledByHand()) await install();
      await ensureNode24();
      writeFileSync(stampFile, stamp());
    });
  }
  return realpathSync(node24());
}

const node24 = () => join(modules, ".bin", "node");
const isStamped = () => existsSync(node24()) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp();

/** Changes with every locked package, and with the machine: native packages do not travel. */
function stamp() {
  const locked = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${locked} ${process.platform}-${process.arch}\n`;
}

/** Whether npm's own record of node_modules agrees with package-lock.json: somebody ran `npm ci` or `npm install`. */
function isInstalledByHand() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record) || !existsSync(node24())) return false;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.includes("node_modules/") || entry.link) return true;
    if (installed[path]) return installed[path].version === entry.version;
    return entry.optional && !isForThisMachine(entry);
  });
}

/** An optional package may be missing when it is for other machines, or for no machine in particular. */
function isForThisMachine({ os, cpu, libc }) {
  if (!os || !cpu) return false;
  return os.includes(process.platform) && cpu.includes(process.arch) && (!libc || libc.includes(systemLibc()));
}

function systemLibc() {
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

async function install() {
  console.log("Installing what package-lock.json locks. This takes a minute or two, once.");
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const pulse = setInterval(() => console.log(`  still installing (${seconds()} s)`), 15_000);
  try {
    // Said explicitly, for NODE_ENV=production or a user's npm settings would leave out what we need to run.
    await npm(["ci", "--include=dev", "--include=optional", "--ignore-scripts=false", "--no-audit", "--no-fund", "--loglevel=error"]);
  } finally {
    clearInterval(pulse);
  }
  console.log(`Installed in ${seconds()} s.`);
}

async function ensureNode24() {
  const works = () => {
    try {
      return Number(/^v(\d+)/.exec(execFileSync(node24(), ["--version"], { encoding: "utf8" }))[1]) >= 24;
    } catch {
      return false;
    }
  };
  if (works()) return;
  // Its install script, which puts the binary in place, did not run.
  await npm(["rebuild", "node", "--ignore-scripts=false", "--loglevel=error"]);
  if (!works())
    throw new Error(
      'The package "node" did not bring Node 24. Remove node_modules and start again; if that does not help, see what `npm rebuild node --foreground-scripts` says.',
    );
}

/** Runs npm in the clone, silently unless it fails. */
async function npm(args) {
  const child = spawn("npm", args, { cwd: root, env: npmEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk) => (output = (output + chunk).slice(-8000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const code = await new Promise((resolve, reject) =>
    child.once("error", reject).once("close", (exitCode, signal) => resolve(exitCode ?? signal)),
  );
  if (code !== 0) throw new Error(`npm ${args[0]} failed (${code}):\n${output.trim()}`);
}

/**
 * The environment as it was before npm or a script of ours was started in it: with the machine's own Node (npm ci removes the one in
 * node_modules while it works), and without what an outer npm said about itself and its directory.
 */
function npmEnvironment() {
  const ours =
    /^npm_(lifecycle|package|command|config_(local_prefix|workspaces?|include_workspace_root|omit|production|only|dry_run|ignore_scripts))/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  env.PATH = (env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => !entry.includes(`${sep}node_modules${sep}`))
    .join(delimiter);
  return env;
}

/** Two commands on a fresh clone at the same time: one installs, the other waits for it. */
async function holdingInstallLock(work) {
  mkdirSync(join(root, ".build"), { recursive: true });
  for (let said = false; ; await delay(300)) {
    try {
      const file = openSync(installLock, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isLockHolderAlive()) rmSync(installLock, { force: true });
      else if (!said) said = !console.log("Another command is installing; waiting for it.");
    }
  }
  try {
    await work();
  } finally {
    rmSync(installLock, { force: true });
  }
}

function isLockHolderAlive() {
  try {
    const pid = Number(readFileSync(installLock, "utf8"));
    return pid === 0 || process.kill(pid, 0); // 0: created, not yet written
  } catch (error) {
    return error.code === "EPERM";
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  await ensureInstalled().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
