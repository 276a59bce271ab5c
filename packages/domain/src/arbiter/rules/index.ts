import type { Rule } from "../facts.ts";
import { caps } from "./caps.ts";
import { consent } from "./consent.ts";
import { expiry } from "./expiry.ts";
import { gap } from "./gap.ts";
import { holdout } from "./holdout.ts";
import { complaint, conversation } from "./open-matters.ts";
import { ownership } from "./ownership.ts";
import { quietHours } from "./quiet-hours.ts";
import { reachable } from "./reachable.ts";
import { score } from "./score.ts";
import { worth } from "./worth.ts";

/** Every rule, in the order in which their verdicts are shown. */
export const allRules: readonly Rule[] = [
  expiry,
  worth,
  consent,
  reachable,
  complaint,
  conversation,
  score,
  holdout,
  quietHours,
  caps,
  gap,
  ownership,
];
