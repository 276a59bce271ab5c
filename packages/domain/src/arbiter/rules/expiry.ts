import type { Rule } from "../facts.ts";
import { allow, deny } from "../verdicts.ts";

/** What has expired is of no use any more. */
export const expiry: Rule = (touch, _facts, _rules, nowMs) => {
  if (touch.expires === undefined) return allow("expiry", "It does not expire.");
  const evidence = { expires: touch.expires };
  return Date.parse(touch.expires) <= nowMs
    ? deny("expiry", "It has expired.", evidence)
    : allow("expiry", "It has not expired.", evidence);
};
