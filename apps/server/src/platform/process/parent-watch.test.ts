import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const watcher = `
  const { watchParent } = await import(${JSON.stringify(new URL("./parent-watch.ts", import.meta.url).href)});
  const alive = setTimeout(() => process.exit(7), 20_000);
  watchParent(() => { console.log("gone"); clearTimeout(alive); });
  process.on("SIGUSR2", () => console.log("still here"));
  console.log("watching");
`;

function startWatcher(parent: string | undefined) {
  const env = { ...process.env, THROUGHLINE_PARENT: parent };
  return spawn(process.execPath, ["--input-type=module", "-e", watcher], { env, stdio: ["pipe", "pipe", "inherit"] });
}

async function nextLine(child: ReturnType<typeof startWatcher>): Promise<string> {
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return chunk.toString().trim();
}

test("the end of the launcher is noticed", async () => {
  const child = startWatcher("stdin");
  expect(await nextLine(child)).toBe("watching");
  child.stdin.destroy();
  expect(await nextLine(child)).toBe("gone");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("without a launcher a closed standard input means nothing", async () => {
  const child = startWatcher(undefined);
  expect(await nextLine(child)).toBe("watching");
  child.stdin.destroy();
  child.kill("SIGUSR2"); // answered only by a process that goes on
  expect(await nextLine(child)).toBe("still here");
  child.kill("SIGKILL");
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});
