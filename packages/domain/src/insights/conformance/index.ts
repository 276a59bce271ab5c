import { lifecycleCases, stickinessCases } from "./activity-cases.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { funnelGroupCases } from "./funnel-groups.ts";
import { funnelOptionCases } from "./funnel-options.ts";
import { funnelOrderCases } from "./funnel-order.ts";
import { funnelProfileCases } from "./funnel-profiles.ts";
import { pathsCases } from "./paths-cases.ts";
import { retentionCases } from "./retention-cases.ts";
import { trendsCases } from "./trends-cases.ts";

export { historyOf, type ConformanceCase, type ConformanceEvent } from "./conformance-case.ts";

/** Every case of the kit. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...funnelProfileCases,
  ...funnelOrderCases,
  ...funnelOptionCases,
  ...funnelGroupCases,
  ...pathsCases,
  ...retentionCases,
  ...lifecycleCases,
  ...stickinessCases,
  ...trendsCases,
];
