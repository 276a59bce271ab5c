import { expect, test } from "vitest";
import { countByMinute, minuteOf } from "./count-by-minute.ts";
import { withLive } from "./with-live.ts";

const minute = (at: string, accepted: number) => ({ at, accepted, quarantined: 0 });
const hour = [minute("2026-03-10T12:00:00Z", 5), minute("2026-03-10T12:01:00Z", 7)];

test("what arrives is counted in its minute, however its time was written", () => {
  const counts = countByMinute(new Map(), [{ receivedAt: "2026-03-10T12:01:02.5Z" }, { receivedAt: "2026-03-10T13:01:40+01:00" }]);
  expect([...counts]).toEqual([["2026-03-10T12:01:00.000Z", 2]]);
});

test("live counts are added to the server's minutes", () => {
  expect(withLive(hour, new Map([[minuteOf("2026-03-10T12:01:30Z"), 2]])).map(({ accepted }) => accepted)).toEqual([5, 9]);
});

test("a minute that began since is appended, and the oldest leaves", () => {
  expect(withLive(hour, new Map([[minuteOf("2026-03-10T12:02:00Z"), 4]])).map(({ accepted }) => accepted)).toEqual([7, 4]);
});

test("what arrives late, for a minute that has left the window, changes nothing", () => {
  expect(withLive(hour, new Map([[minuteOf("2026-03-10T11:00:00Z"), 4]]))).toEqual(hour);
});
