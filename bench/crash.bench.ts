import { crashRun } from "../e2e/support/crash-run.ts";

const kills = Number(process.argv[2] ?? 20);
console.log(`Killing the whole tree ${kills} times with kill -9, under load by @segment/analytics-node with retries…`);
const result = await crashRun({
  kills,
  eventsPerSecond: 500,
  betweenKillsMs: [500, 4_000],
  random: Math.random,
  onKill: (kill, acknowledged) => console.log(`  kill ${kill}: ${acknowledged} events acknowledged so far`),
});
const sorted = result.restartMs.toSorted((a, b) => a - b);
console.log(
  `\nacknowledged ${result.acknowledged} · on timelines ${result.onTimelines} · lost ${result.lost} · duplicated ${result.duplicated} · on several people ${result.onSeveralPeople}`,
);
console.log(`restart after a crash, ms: median ${sorted[Math.floor(sorted.length / 2)]}, most ${sorted.at(-1)}`);
console.log(
  JSON.stringify({ bench: "crash", ...result, restartMs: { median: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1) } }),
);
process.exitCode = result.lost + result.duplicated + result.onSeveralPeople > 0 ? 1 : 0;
