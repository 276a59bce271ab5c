import { expect, test } from "vitest";
import { checkDefinition } from "./check-definition.ts";
import { journeyTemplates } from "./templates.ts";

test("every template can be used, and an interaction of a stage's name leads to a stage or an end", () => {
  expect(journeyTemplates.map((template) => template.key)).toEqual(["onboarding", "complaint-resolution", "renewal", "purchase"]);
  expect(journeyTemplates.flatMap(checkDefinition)).toEqual([]);
});

test("a definition may not ask for a stage of a journey", () => {
  const [template] = journeyTemplates;
  const goal = [{ event: "Report Shared", where: { not: { stage: { journey: "purchase", stage: "checkout" } } } }];
  expect(checkDefinition({ ...template!, goal })).toMatchObject([{ field: "goal[0].where" }]);
});
