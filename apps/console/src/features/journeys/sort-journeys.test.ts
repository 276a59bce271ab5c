import { expect, test } from "vitest";
import { sortJourneys } from "./sort-journeys.ts";

const journeys = [
  { name: "Renewal", owner: null, updatedAt: "2026-01-03" },
  { name: "Onboarding", owner: "Maria", updatedAt: "2026-01-01" },
  { name: "Complaint", owner: "Ana", updatedAt: "2026-01-02" },
];
const names = (sort: string) => sortJourneys(journeys, sort).map(({ name }) => name);

test("journeys are sorted by name, owner or change, either way round", () => {
  expect(names("name")).toEqual(["Complaint", "Onboarding", "Renewal"]);
  expect(names("-name")).toEqual(["Renewal", "Onboarding", "Complaint"]);
  expect(names("-updatedAt")).toEqual(["Renewal", "Complaint", "Onboarding"]);
});

test("a journey without an owner comes last, whichever way", () => {
  expect(names("owner")).toEqual(["Complaint", "Onboarding", "Renewal"]);
  expect(names("-owner")).toEqual(["Onboarding", "Complaint", "Renewal"]);
});
