import { expect, test } from "vitest";
import { atMinutes } from "./interaction.fixture.ts";
import { mergeTimeline } from "./merge-timeline.ts";

test("new interactions join the loaded ones in order of time, each once", () => {
  const [newest, late, loadedFirst, loadedSecond] = atMinutes([3, 1, 2, 0]).toSorted((a, b) => b.at.localeCompare(a.at));
  if (!newest || !late || !loadedFirst || !loadedSecond) throw new Error("four were made");
  const loaded = [late, loadedSecond];
  expect(mergeTimeline(loaded, [newest, loadedFirst, late])).toEqual(
    [newest, late, loadedFirst, loadedSecond].toSorted((a, b) => b.at.localeCompare(a.at)),
  );
});

test("without anything new the loaded timeline is the same object, so that nothing is drawn again", () => {
  const loaded = atMinutes([1, 0]);
  expect(mergeTimeline(loaded, loaded)).toBe(loaded);
});
