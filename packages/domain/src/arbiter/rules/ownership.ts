import type { Verdict } from "@throughline/contract";
import type { Rule } from "../facts.ts";
import { allow } from "../verdicts.ts";

/** Whose decision it is, by its stakes and the tier of the account. */
export const ownership: Rule = (touch, facts, rules): Verdict => {
  const { classes } = rules.ownership;
  const fit = classes.find(
    ({ stakes, tiers }) => stakes.includes(touch.stakes) && (tiers === null || facts.tiers.some((tier) => tiers.includes(tier))),
  );
  const owner = fit?.owner ?? "automation";
  const evidence = { stakes: touch.stakes, tiers: facts.tiers, owner, decidedBy: touch.decidedBy };
  const of = `Decisions of ${touch.stakes} stakes${fit?.tiers ? ` at this tier (${facts.tiers.join(", ")})` : ""}`;
  if (owner === "automation") return allow("ownership", `${of} are automation's.`, evidence);
  if (touch.decidedBy === "person") return allow("ownership", "A person decided it.", evidence);
  if (owner === "person") return { rule: "ownership", verdict: "person", sentence: `${of} are a person's.`, evidence, until: null };
  if (touch.decidedBy === "approved") return allow("ownership", "A person approved it.", evidence);
  return { rule: "ownership", verdict: "approval", sentence: `${of} need a person's approval.`, evidence, until: null };
};
