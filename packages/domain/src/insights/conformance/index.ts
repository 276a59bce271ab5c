import type { ConformanceCase } from "./conformance-case.ts";
import { funnelProfileCases } from "./funnel-profiles.ts";

export { historyOf, type ConformanceCase, type ConformanceEvent } from "./conformance-case.ts";

/** Every case of the kit. */
export const conformanceCases: readonly ConformanceCase[] = [...funnelProfileCases];
