/// <reference lib="dom" />
import { openSdkStage } from "../e2e/browser/sdk-stage.ts";

/**
 * What the detection of friction costs a page: 5,000 changes of the document a second, 200 clicks, requests and typing, with the SDK alone and
 * with friction on. Blocking time is what tasks take beyond 50 ms; task time is the browser's own count; own time is what a profiler finds in friction.js and in what it calls.
 * Another program on the machine moves all but the last: what differs between runs without friction is given as noise, and forgiven.
 */
const rounds = Number(process.argv[2] ?? 3);
const seconds = 10;
const clicks = 200;
const mutationsPerSecond = 5_000;
const addedBlockingLimitMs = 50;
const addedTaskShareLimit = 0.02;
const ownShareLimit = 0.02;

const stage = await openSdkStage();
stage.answer("/api/rows", { status: 200 });
stage.serve(
  "/busy",
  `<form name="settings"><label>Name <input id="name"></label></form><button id="live">Refresh</button><button id="dead">Export</button>
  <div id="rows">${"<p><b>row</b> <i>cell</i></p>".repeat(3000)}</div><div id="feed"></div>
  <script>
    const feed = document.getElementById("feed");
    document.getElementById("live").addEventListener("click", () => void fetch("/api/rows"));
    let n = 0;
    window.work = () => setInterval(() => {
      for (let i = 0; i < ${mutationsPerSecond / 50}; i++) {
        if (n++ % 2) feed.lastChild?.remove();
        else { const row = document.createElement("p"); row.textContent = "tick " + n; feed.append(row); }
      }
    }, 20);
    window.blockedMs = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (window.blockedMs += duration - 50))).observe({ type: "longtask" });
  </script>`,
);

declare global {
  interface Window {
    blockedMs: number;
    work(): void;
  }
}

interface Cost {
  blockedMs: number;
  taskMs: number;
  ownMs: number;
}

async function measure(friction: boolean): Promise<Cost> {
  const visitor = await stage.visitor();
  const page = await visitor.open("/busy", { friction });
  if (friction) await page.waitForFunction(() => !window.fetch.toString().includes("[native code]"));
  const session = await visitor.context.newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("Profiler.enable");
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    return { blockedMs: await page.evaluate(() => window.blockedMs), taskMs: 1000 * seconds };
  };
  await page.evaluate(() => window.work());
  const places = await Promise.all(["#live", "#dead", "#name"].map((selector) => page.locator(selector).boundingBox()));
  const before = await read();
  await session.send("Profiler.start");
  const startedAt = performance.now();
  for (let click = 0; click < clicks; click++) {
    const box = places[click % places.length]!;
    await page.mouse.click(box.x + 5, box.y + 5);
    if (click % places.length === 2) await page.keyboard.type("a");
    const ahead = startedAt + ((click + 1) / clicks) * seconds * 1000 - performance.now();
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  const { profile } = await session.send("Profiler.stop");
  const after = await read();
  await visitor.leave();
  return { blockedMs: after.blockedMs - before.blockedMs, taskMs: after.taskMs - before.taskMs, ownMs: timeIn("/friction.js", profile) };
}

type Profile = {
  nodes: { id: number; callFrame: { url: string; functionName: string }; children?: number[] }[];
  samples?: number[];
  timeDeltas?: number[];
};

/** What the page asked for itself, through our wrapper. */
const ofThePage = ["fetch", "open"];

/** Milliseconds in the functions of a script, and in what of the browser they called for themselves. */
function timeIn(script: string, { nodes, samples = [], timeDeltas = [] }: Profile): number {
  const urls = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.url]));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const scriptOf = (node: number): string => {
    if (!urls.get(node) && ofThePage.includes(names.get(node) ?? "")) return "";
    for (let at: number | undefined = node; at !== undefined; at = parents.get(at)) if (urls.get(at)) return urls.get(at)!;
    return "";
  };
  return samples.reduce((sum, node, index) => sum + (scriptOf(node).endsWith(script) ? (timeDeltas[index] ?? 0) / 1000 : 0), 0);
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const without: Cost[] = [];
const with_: Cost[] = [];
await measure(false); // warms the browser
for (let round = 0; round < rounds; round++) {
  without.push(await measure(false));
  with_.push(await measure(true));
}
await stage.close();

const middle = (costs: Cost[]): Cost => ({
  blockedMs: median(costs.map((cost) => cost.blockedMs)),
  taskMs: median(costs.map((cost) => cost.taskMs)),
  ownMs: median(costs.map((cost) => cost.ownMs)),
});
const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
const round = (value: number) => Math.round(value * 10) / 10;
const share = (ms: number) => Math.round((ms / (seconds * 1000)) * 10_000) / 10_000;
const [off, on] = [middle(without), middle(with_)];
const noise = { blockingMs: spread(without.map(({ blockedMs }) => blockedMs)), taskMs: spread(without.map(({ taskMs }) => taskMs)) };
for (const [name, cost] of [
  ["without", off],
  ["with friction", on],
] as const) {
  console.log(
    `${name.padEnd(14)} blocking ${round(cost.blockedMs)} ms, tasks ${round(cost.taskMs)} ms, in friction.js ${round(cost.ownMs)} ms`,
  );
}
const added = { blockingMs: on.blockedMs - off.blockedMs, taskMs: on.taskMs - off.taskMs };
const passed =
  added.blockingMs <= addedBlockingLimitMs + noise.blockingMs &&
  share(added.taskMs) <= addedTaskShareLimit + share(noise.taskMs) &&
  share(on.ownMs) <= ownShareLimit;
console.log(
  JSON.stringify({
    bench: "friction",
    passed,
    seconds,
    clicks,
    mutationsPerSecond,
    addedBlockingMs: round(added.blockingMs),
    addedTaskMs: round(added.taskMs),
    addedMainThreadShare: share(added.taskMs),
    ownMs: round(on.ownMs),
    ownMsPerClick: Math.round((on.ownMs / clicks) * 1000) / 1000,
    ownMainThreadShare: share(on.ownMs),
    noise: { blockingMs: round(noise.blockingMs), taskMs: round(noise.taskMs) },
    limits: { addedBlockingMs: addedBlockingLimitMs, addedMainThreadShare: addedTaskShareLimit, ownMainThreadShare: ownShareLimit },
    rounds,
  }),
);
if (!passed) process.exitCode = 1;
