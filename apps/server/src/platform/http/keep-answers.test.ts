import { expect, test } from "vitest";
import { keepAnswers } from "./keep-answers.ts";

function counted(most = 10) {
  const state = { now: 0, computed: [] as string[] };
  const keep = keepAnswers<string>({ now: () => state.now, keptMs: 1000, most });
  const ask = (key: string) =>
    keep(key, async () => {
      state.computed.push(key);
      return `${key} at ${state.now}`;
    });
  return { state, keep, ask };
}

test("an answer is computed once for all who ask in its time, and anew after it", async () => {
  const { state, ask } = counted();
  expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual(["a at 0", "a at 0", "b at 0"]);
  state.now = 999;
  expect(await ask("a")).toBe("a at 0");
  state.now = 1000;
  expect(await ask("a")).toBe("a at 1000");
  expect(state.computed).toEqual(["a", "b", "a"]);
});

test("a failure is not kept", async () => {
  const { keep, ask } = counted();
  await expect(keep("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await ask("a")).toBe("a at 0");
});

test("what is computed ends when the last who waits for it has left, and is computed anew for who comes then", async () => {
  const { keep, ask } = counted();
  const [first, second] = [new AbortController(), new AbortController()];
  const ended = new Error("nobody waits");
  let computing: AbortSignal | null = null;
  const compute = (signal: AbortSignal) => {
    computing = signal;
    return new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const answers = [keep("a", compute, first.signal), keep("a", compute, second.signal)].map((answer) => answer.catch(String));
  first.abort(new Error("gone"));
  expect(await answers[0]).toBe("Error: gone");
  expect(computing).toMatchObject({ aborted: false });
  second.abort(ended);
  expect(await answers[1]).toBe("Error: nobody waits");
  expect(computing).toMatchObject({ aborted: true, reason: ended });
  expect(await ask("a")).toBe("a at 0");
});

test("who leaves does not take the answer from those who stay", async () => {
  const { keep } = counted();
  const leaving = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string>();
  const left = keep("a", () => promise, leaving.signal).catch(String);
  const stayed = keep("a", () => promise);
  leaving.abort(new Error("gone"));
  resolve("done");
  expect([await left, await stayed]).toEqual(["Error: gone", "done"]);
});

test("no more answers are held than allowed: the oldest goes", async () => {
  const { state, ask } = counted(2);
  for (const key of ["a", "b", "c", "c", "b", "a"]) await ask(key);
  expect(state.computed).toEqual(["a", "b", "c", "a"]);
});
