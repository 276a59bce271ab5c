import type { Retried } from "@throughline/contract";
import { expect, test } from "vitest";
import { retryInParts } from "./retry-in-parts.ts";

const before = "2026-03-09T16:00:00.000Z";
/** So many that failed, of whom one of each part fails again. */
function server(failed: number) {
  const asked: object[] = [];
  let left = failed;
  const retry = async (part: { before?: string; most: number }): Promise<Retried> => {
    asked.push(part);
    const tried = Math.min(part.most, left);
    left -= tried;
    return { tried, failedAgain: 1, leftOut: 2, left, before };
  };
  return { asked, retry };
}

test("all are tried, part by part, each of them once, and it says how far it is", async () => {
  const { asked, retry } = server(120);
  const shown: number[] = [];
  const told = await retryInParts(retry, { onPart: ({ tried }) => shown.push(tried), isStopped: () => false });
  expect(told).toEqual({ tried: 120, failedAgain: 3, leftOut: 2, left: 0, before });
  expect(shown).toEqual([50, 100, 120]);
  expect(asked).toEqual([{ most: 50 }, { before, most: 50 }, { before, most: 50 }]);
});

test("it can be stopped: what was tried stays tried, and how many are left is told", async () => {
  const { asked, retry } = server(120);
  expect(await retryInParts(retry, { onPart: () => undefined, isStopped: () => asked.length === 2 })).toMatchObject({
    tried: 100,
    left: 20,
  });
});
