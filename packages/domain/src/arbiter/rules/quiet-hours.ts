import type { Rule } from "../facts.ts";
import { clockAt, isBetween, nextAt } from "../local-clock.ts";
import { allow, wait } from "../verdicts.ts";

/** Nobody is disturbed at night, by the clock where they are. */
export const quietHours: Rule = (touch, { timezone }, rules, nowMs) => {
  const quiet = rules.quietHours;
  if (quiet === null) return allow("quiet_hours", "This rule is switched off.");
  if (!quiet.channels.includes(touch.channel)) return allow("quiet_hours", `What comes by ${touch.channel} disturbs nobody.`);
  if (!quiet.purposes.includes(touch.purpose)) return allow("quiet_hours", `What is ${touch.purpose} comes at any hour.`);
  const clock = clockAt(nowMs, timezone);
  const evidence = { timezone, clock, from: quiet.from, to: quiet.to };
  if (!isBetween(quiet, nowMs, timezone)) return allow("quiet_hours", `It is ${clock} where they are.`, evidence);
  return wait(
    "quiet_hours",
    `It is ${clock} where they are (${timezone}); quiet hours end at ${quiet.to}.`,
    evidence,
    nextAt(quiet.to, nowMs, timezone),
  );
};
