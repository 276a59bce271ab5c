import { championSilent } from "./ready/champion-silent.ts";
import { complaintSettled } from "./ready/complaint-settled.ts";
import { detractor } from "./ready/detractor.ts";
import { fadingAccount } from "./ready/fading-account.ts";
import { firstValue } from "./ready/first-value.ts";
import { renewalEnterprise } from "./ready/renewal-enterprise.ts";
import { stalledAtVerification } from "./ready/stalled-at-verification.ts";
import { usageLimitNear } from "./ready/usage-limit-near.ts";
import type { ReadyFlow } from "./ready-flow.ts";

/** Eight flows for a company that sells software to companies; written for the sample company, and to be changed. */
export const readyFlows: readonly ReadyFlow[] = [
  stalledAtVerification,
  fadingAccount,
  usageLimitNear,
  renewalEnterprise,
  firstValue,
  complaintSettled,
  championSilent,
  detractor,
];
