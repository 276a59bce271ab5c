import { expect, test } from "vitest";
import { edited, noHistory, redone, undone } from "./edit-history.ts";

test("undoing and doing again lead back to where one was", () => {
  const history = edited(edited(noHistory, "a"), "b");
  const back = undone(history, "c");
  expect(back?.value).toBe("b");
  const further = back && undone(back.history, back.value);
  expect(further?.value).toBe("a");
  expect(further && undone(further.history, further.value)).toBeNull();
  const again = further && redone(further.history, further.value);
  expect(again?.value).toBe("b");
  const last = again && redone(again.history, again.value);
  expect(last?.value).toBe("c");
  expect(last?.history).toEqual({ past: ["a", "b"], future: [] });
});

test("an edit after undoing forgets what was undone", () => {
  const back = undone(edited(noHistory, "a"), "b");
  expect(back && redone(edited(back.history, back.value), "c")).toBeNull();
});

test("a hundred steps are remembered, the oldest are forgotten", () => {
  let history = { past: [] as readonly number[], future: [] as readonly number[] };
  for (let i = 0; i < 150; i++) history = edited(history, i);
  expect([history.past.length, history.past[0]]).toEqual([100, 50]);
});
