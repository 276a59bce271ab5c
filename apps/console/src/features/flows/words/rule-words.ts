import type { RuleName } from "@throughline/contract";

/** The arbiter's rules as they are called where something was held back. */
export const ruleWords: Record<RuleName, string> = {
  expiry: "it would have come too late",
  worth: "worth less than leaving them alone",
  consent: "no consent",
  reachable: "no address",
  complaint: "an open complaint",
  conversation: "an unsettled conversation",
  score: "a recent bad score",
  holdout: "left alone, to measure",
  quiet_hours: "quiet hours",
  cap: "enough touches already",
  gap: "too soon after another",
  ownership: "a person's decision",
};
