import { expect, test } from "vitest";
import { describeEvidence, identifierWords, strongestEvidence, type Evidence } from "./describe-evidence.ts";

const evidence = (reason: Evidence["reason"], rest: Partial<Evidence> = {}): Evidence => ({
  reason,
  with: "userId:u1",
  at: "2026-01-01T00:00:00Z",
  messageId: null,
  sourceId: null,
  actor: null,
  mergeId: null,
  ...rest,
});

test("each reason is a sentence that names the other identifier", () => {
  expect(describeEvidence("anonymousId", evidence("seen_together"))).toBe("One event carried both this device and user id u1.");
  expect(describeEvidence("email", evidence("verified_contact"))).toBe("Verified as the e-mail of user id u1.");
  expect(describeEvidence("userId", evidence("merge", { actor: "Maria" }))).toBe("Maria merged it into user id u1.");
});

test("an identifier's value may hold colons, and an unknown kind stays as it is", () => {
  expect(identifierWords("social:twitter:@ana")).toBe("social handle twitter:@ana");
  expect(identifierWords("deviceId:1")).toBe("deviceId:1");
});

test("what somebody decided says more than what was verified, stated or merely seen", () => {
  expect(strongestEvidence([evidence("own"), evidence("stated_contact"), evidence("verified_contact")])?.reason).toBe("verified_contact");
  expect(strongestEvidence([evidence("verified_contact"), evidence("merge")])?.reason).toBe("merge");
  expect(strongestEvidence([])).toBeUndefined();
});
