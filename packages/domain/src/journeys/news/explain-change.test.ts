import { expect, test } from "vitest";
import { explainChange } from "./explain-change.ts";

const count = (property: string, value: string, observed: number, expected: number) => ({ property, value, observed, expected });

test("the value that a rise is about explains it, not one that was always common nor one that only replaced another", () => {
  const counts = [
    count("event.dnsHost", "own", 52, 12),
    count("event.dnsHost", "hosted", 19, 20),
    count("session.device", "desktop", 66, 29),
    count("session.device", "mobile", 5, 3),
    count("event.release", "4.12", 71, 0),
    count("event.release", "4.11", 0, 32),
  ];
  expect(explainChange({ observed: 71, expected: 32 }, counts)).toMatchObject({
    property: "event.dnsHost",
    value: "own",
    baselineShare: 12 / 32,
  });
});

test("a change that is everybody's has no explanation", () => {
  const counts = [count("event.plan", "a", 40, 20), count("event.plan", "b", 40, 20), count("session.device", "desktop", 78, 39)];
  expect(explainChange({ observed: 80, expected: 40 }, counts)).toBeNull();
  expect(explainChange({ observed: 40, expected: 40 }, counts)).toBeNull();
});

test("a fall is explained by who fell", () => {
  const counts = [count("event.country", "DE", 2, 30), count("event.country", "FR", 29, 30)];
  expect(explainChange({ observed: 31, expected: 60 }, counts)).toMatchObject({ value: "DE", explains: 28 / 29 });
});
