import { describe, expect, test } from "vitest";
import { describeProcessing } from "./describe-processing.ts";

const well = { runs: true, failingSeconds: 0, sinceProgressSeconds: 1 };

describe("what is wrong with processing", () => {
  test("is nothing while what waits is young, or nothing waits", () => {
    expect(describeProcessing({ events: 900, seconds: 60 }, well)).toBeNull();
    expect(describeProcessing({ events: 0, seconds: 0 }, { runs: false, failingSeconds: 900, sinceProgressSeconds: null })).toBeNull();
  });

  test("is a delay while batches succeed, worse when it is long", () => {
    expect(describeProcessing({ events: 1, seconds: 90.4 }, well)).toMatchObject({
      code: "pipeline_behind",
      severity: "warning",
      text: "Processing is 90 s behind: 1 event waits.",
    });
    expect(describeProcessing({ events: 12_000, seconds: 3_600 }, well)).toMatchObject({
      severity: "critical",
      text: "Processing is 60 min behind: 12,000 events wait.",
    });
  });

  test("is that every batch fails, however young what waits is; one that failed is nothing yet", () => {
    expect(describeProcessing({ events: 3, seconds: 20 }, { ...well, failingSeconds: 14 })).toBeNull();
    expect(describeProcessing({ events: 3, seconds: 20 }, { ...well, failingSeconds: 180 })).toEqual({
      code: "pipeline_failing",
      severity: "critical",
      text: "Processing is stuck: every batch has failed for 3 min. 3 events wait, kept until it works again; the server's log says why it fails.",
      link: null,
    });
  });

  test("is that no batch ends, also when none ever did", () => {
    const stalled = { code: "pipeline_stalled", text: expect.stringContaining("no batch has come to an end for 5 min") };
    expect(describeProcessing({ events: 3, seconds: 300 }, { ...well, sinceProgressSeconds: 300 })).toMatchObject(stalled);
    expect(describeProcessing({ events: 3, seconds: 300 }, { ...well, sinceProgressSeconds: null })).toMatchObject(stalled);
  });

  test("is that nobody processes", () => {
    expect(describeProcessing({ events: 3, seconds: 20 }, { ...well, runs: false })).toMatchObject({ code: "pipeline_absent" });
    expect(describeProcessing({ events: 3, seconds: 2 }, { ...well, runs: false })).toBeNull();
  });
});
