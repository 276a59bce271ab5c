import type { Rule, WantedTouch } from "../facts.ts";
import { allow, deny } from "../verdicts.ts";

/** What a touch is worth: its priority times its value. */
export const worthOf = ({ priority, value }: Pick<WantedTouch, "priority" | "value">): number => priority * value;

/** To do nothing always competes. */
export const worth: Rule = (touch, _facts, rules) => {
  const evidence = { worth: worthOf(touch), nothing: rules.nothing };
  return worthOf(touch) > rules.nothing
    ? allow("worth", "It is worth more than leaving them alone.", evidence)
    : deny("worth", "It is not worth more than leaving them alone.", evidence);
};
