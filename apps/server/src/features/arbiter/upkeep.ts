import { defaultArbiterRules } from "@throughline/contract";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { backfillSignals, trimMatters } from "../signals/index.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { trimDecisions } from "./decisions.store.ts";

/** What the arbiter needs now and then: signals from before it was there, once; and to forget what is old. Safe to repeat. */
export async function keepArbiter(deps: ArbiterDeps & { clickhouse: ClickHouse }): Promise<void> {
  await backfillSignals(deps);
  await trimMatters(deps.db, deps.now());
  await trimDecisions(deps.db, deps.now(), defaultArbiterRules.keepDays);
}
