import { querySchema } from "@throughline/contract";
import { expect, test } from "vitest";
import { describeCondition, describeSchedule, describeWatch, firstWatch, writeValue } from "./alert-words.ts";

const range = { last: { value: 7, unit: "day" as const } };
const trends = querySchema.parse({ kind: "trends", range, interval: "hour", series: [{ event: "Ticket Opened" }] });
const number = { kind: "trends", series: 0, interval: "last" } as const;
const share = { kind: "funnel" } as const;

test("a number is written as what it is", () => {
  expect(writeValue(0.1234, share)).toBe("12.3 %");
  expect(writeValue(1234.5, number)).toBe("1,235");
  expect(writeValue(0.04321, number)).toBe("0.0432");
  expect(writeValue(null, share)).toBe("none");
});

test("conditions, schedules and what is watched read as parts of a sentence", () => {
  expect(describeCondition({ kind: "threshold", direction: "below", value: 0.2 }, share)).toBe("is below 20 %");
  expect(describeCondition({ kind: "change", direction: "up", by: "percent", value: 50 }, number)).toBe(
    "rises by more than 50 % against the period before",
  );
  expect(describeCondition({ kind: "anomaly", direction: "either", falseAlarmRate: 0.01 }, number)).toBe(
    "is outside its norm (by chance in 1 % of evaluations)",
  );
  expect([describeSchedule({ everyMinutes: 60 }), describeSchedule({ dailyAt: "09:00" })]).toEqual(["every hour", "daily at 09:00"]);
  expect(describeWatch(number, trends)).toBe("the last whole hour");
});

test("every kind of query but paths has a number to watch", () => {
  expect(firstWatch(trends)).toEqual(number);
  expect(firstWatch(querySchema.parse({ kind: "paths", range }))).toBeNull();
});
