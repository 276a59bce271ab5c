import { beforeEach, describe, expect, test } from "vitest";
import { createPipelineWatch, type PipelineWatch } from "./pipeline-watch.ts";

let now = 0;
let lag = { events: 0, seconds: 0 };
let watch: PipelineWatch;
beforeEach(() => {
  now = 1_000_000;
  lag = { events: 0, seconds: 0 };
  watch = createPipelineWatch({ lag: () => lag, now: () => now });
});
const after = (seconds: number) => void (now += 1000 * seconds);

describe("the pipeline is stuck", () => {
  test("when every batch has failed for a while, until one succeeds", async () => {
    lag = { events: 5, seconds: 1 };
    watch.failed();
    after(14);
    watch.failed();
    await watch.requireProgress();
    after(1);
    await expect(watch.requireProgress()).rejects.toThrow("every batch has failed for 15 s");
    expect(watch.failingSeconds()).toBe(15);
    watch.succeeded();
    await watch.requireProgress();
    expect(watch.failingSeconds()).toBe(0);
  });

  test("not when another process has processed what failed here", async () => {
    lag = { events: 5, seconds: 1 };
    watch.failed();
    after(60);
    lag = { events: 0, seconds: 0 };
    await watch.requireProgress();
    expect(watch.failingSeconds()).toBe(0);
  });

  test("when a batch never comes to an end while events wait", async () => {
    after(600);
    lag = { events: 5, seconds: 119 };
    await watch.requireProgress();
    lag = { events: 5, seconds: 120 };
    await expect(watch.requireProgress()).rejects.toThrow("no batch has come to an end for 120 s");
  });

  test("not when it is far behind and catches up", async () => {
    lag = { events: 1_000_000, seconds: 3_600 };
    after(119);
    await watch.requireProgress();
    watch.succeeded();
    after(119);
    await watch.requireProgress();
  });
});
