import { expect, test } from "vitest";
import { besideName, subjectName, subjectPath } from "./subject-path.ts";

test("an entry leads to what it is about, unless that is gone or has no page", () => {
  expect(subjectPath("sources.update", "s1")).toBe("/data/sources/s1");
  expect(subjectPath("segment.update", "big spenders")).toBe("/segments/big%20spenders");
  expect(subjectPath("sources.delete", "s1")).toBeNull();
  expect(subjectPath("member.invite", "bo@example.com")).toBeNull();
});

test("a thing is called by its name where the entry tells it", () => {
  expect(subjectName("9275ae99", { name: "Website" })).toBe("Website");
  expect(subjectName("9275ae99", { fileName: "people.csv" })).toBe("people.csv");
  expect(subjectName("p_1", { name: 3 })).toBe("p_1");
});

test("its name is not told twice", () => {
  expect(besideName("9275ae99", { name: "Website", before: { name: "Site" } })).toEqual({ before: { name: "Site" } });
  expect(besideName("9275ae99", { fileName: "people.csv", kind: "people" })).toEqual({ kind: "people" });
  expect(besideName(null, { name: "Website" })).toEqual({ name: "Website" });
});
