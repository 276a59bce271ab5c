import { expect, test } from "vitest";
import { sayField } from "./say-field.ts";

test("a field is called what the form calls it", () => {
  expect(
    ["series[1].where", "steps[0].where.all[1]", "exclude[2]", "clean[0].match", "breakdown.limit", "where", "person.$lastSeen"].map(
      sayField,
    ),
  ).toEqual(["Series B", "Step 1", "Exclusion 3", "Rule 1", "The breakdown", "The condition under “Only”", "“person’s last seen”"]);
});

test("a field that the form does not know is called by its name", () => {
  expect(["cell.kind", "odd[3].thing"].map(sayField)).toEqual(["cell.kind", "odd[3].thing"]);
});
