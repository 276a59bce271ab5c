import { expect, test } from "vitest";
import { describeConsentSource } from "./describe-consent.ts";

const nameOf = (id: string) => (id === "s1" ? "Website" : null);

test("the origin of an answer is named in words", () => {
  expect(describeConsentSource("source:s1", nameOf)).toBe("from Website");
  expect(describeConsentSource("source:s9", nameOf)).toBe("from a source that is gone");
  expect(describeConsentSource("user:Maria: Support", nameOf)).toBe("recorded by Maria: Support");
  expect(describeConsentSource("api_key:CRM sync", nameOf)).toBe("recorded with the API key CRM sync");
  expect(describeConsentSource("Website", nameOf)).toBe("from Website");
});
