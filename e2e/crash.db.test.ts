import { expect, test } from "vitest";
import { crashRun } from "./support/crash-run.ts";

/** The long version is `npm run bench crash`. */
test("after kill -9 of the whole tree under load, every acknowledged event is on exactly one timeline, once", async () => {
  const result = await crashRun({ kills: 3, eventsPerSecond: 300, betweenKillsMs: [700, 2_000], random: Math.random });
  expect(result).toMatchObject({ lost: 0, duplicated: 0, onSeveralPeople: 0 });
  expect(result.acknowledged).toBeGreaterThan(300);
}, 240_000);
