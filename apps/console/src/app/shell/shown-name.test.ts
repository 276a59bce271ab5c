import { expect, test } from "vitest";
import { shownName } from "./shown-name.ts";

test("sample data is said once, by the mark beside the name", () => {
  expect(shownName({ name: "Varnbrook Reports (sample data)", isSample: true })).toBe("Varnbrook Reports");
});

test("a name that its owner chose is shown as it is", () => {
  expect(shownName({ name: "Trials (sample data)", isSample: false })).toBe("Trials (sample data)");
  expect(shownName({ name: "Sample company", isSample: true })).toBe("Sample company");
});
