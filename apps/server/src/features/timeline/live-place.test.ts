import fc from "fast-check";
import { expect, test } from "vitest";
import { behindAll, readLivePlace, writeLivePlace } from "./live-place.ts";

const place = fc.record({
  position: fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }).map(String),
  index: fc.oneof(fc.constant(behindAll), fc.nat({ max: behindAll })),
});
const livePlace = fc.record({
  places: fc
    .uniqueArray(fc.tuple(fc.nat({ max: 255 }), place), { selector: ([partition]) => partition, maxLength: 8 })
    .map((list) => new Map(list)),
  receivedAfterMs: fc.nat({ max: 8.64e15 / 10 }),
});

test("every place that an event id says is read back as it was", () => {
  fc.assert(
    fc.property(livePlace, (one) => {
      expect(readLivePlace(writeLivePlace(one))).toEqual(one);
    }),
  );
});

test("what is no event id is refused, and says what is accepted", () => {
  for (const text of [
    "",
    ";",
    "0:1.2",
    "0:1.2,;5",
    "0:1;5",
    "x;5",
    "0:1.4294967296;5",
    "256:1.1;5",
    "0:1.1;5 OR 1=1",
    `${"0:1.1,".repeat(5_000)}0:1.1;5`,
  ])
    expect(() => readLivePlace(text)).toThrow(expect.objectContaining({ code: "invalid_input" }));
});
