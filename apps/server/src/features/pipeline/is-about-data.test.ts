import { ClickHouseError, parseError } from "@clickhouse/client";
import { expect, test } from "vitest";
import { isAboutData } from "./is-about-data.ts";

const timelineError = (code: string) => new ClickHouseError({ message: "it failed", code, type: "SOME" });

test("a value that the timeline store cannot take is the event's fault; a store that is full or away is not", () => {
  expect(isAboutData(parseError("Code: 6. DB::Exception: Cannot parse string 'x' as UInt8. (CANNOT_PARSE_TEXT)"))).toBe(true);
  expect(isAboutData(timelineError("349"))).toBe(true);
  expect(isAboutData(timelineError("241"))).toBe(false);
  expect(isAboutData(timelineError("243"))).toBe(false);
});

test("what Postgres says of data, constraints and limits is the event's fault; deadlocks and broken connections are not", () => {
  expect(isAboutData(Object.assign(new Error(), { code: "22P05" }))).toBe(true);
  expect(isAboutData(Object.assign(new Error(), { code: "23505" }))).toBe(true);
  expect(isAboutData(Object.assign(new Error(), { code: "40P01" }))).toBe(false);
  expect(isAboutData(Object.assign(new Error(), { code: "57P01" }))).toBe(false);
  expect(isAboutData(Object.assign(new Error(), { code: "ECONNREFUSED" }))).toBe(false);
});

test("our own code that met what it did not expect is the event's fault, any other error is not", () => {
  expect(isAboutData(new TypeError())).toBe(true);
  expect(isAboutData(new RangeError())).toBe(true);
  expect(isAboutData(new Error())).toBe(false);
});
