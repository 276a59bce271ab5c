import { api } from "../../platform/http/index.ts";
import type { QueryDeps } from "../insights/index.ts";
import { endRunByHand, retryRunByHand, startByHand } from "./handle-runs.ts";
import { deleteFlow, getFlow, listFlows, updateFlow } from "./manage-flows.ts";
import { listVersions, publishFlow, rollBackFlow, setFlowState } from "./publish-flow.ts";
import { countFlow, getRun, listPersonRuns, listRuns } from "./read-runs.ts";
import { retryFailedRuns } from "./retry-failed.ts";
import { diffVersions, validateFlow } from "./validate-flow.ts";

export const flowRoutes = (deps: QueryDeps) => ({
  list: api.flows.list.handler(({ input, context }) => listFlows(deps, context.access, input)),
  get: api.flows.get.handler(({ input, context }) => getFlow(deps, context.access, input)),
  update: api.flows.update.handler(({ input, context }) => updateFlow(deps, context.access, input)),
  delete: api.flows.delete.handler(({ input, context }) => deleteFlow(deps, context.access, input)),
  validate: api.flows.validate.handler(({ input, context }) => validateFlow(deps, context.access, input)),
  diff: api.flows.diff.handler(({ input, context }) => diffVersions(deps, context.access, input)),
  publish: api.flows.publish.handler(({ input, context }) => publishFlow(deps, context.access, input)),
  rollback: api.flows.rollback.handler(({ input, context }) => rollBackFlow(deps, context.access, input)),
  setState: api.flows.setState.handler(({ input, context }) => setFlowState(deps, context.access, input)),
  versions: api.flows.versions.handler(({ input, context }) => listVersions(deps, context.access, input)),
  counts: api.flows.counts.handler(({ input, context }) => countFlow(deps, context.access, input)),
  runs: api.flows.runs.handler(({ input, context }) => listRuns(deps, context.access, input)),
  run: api.flows.run.handler(({ input, context }) => getRun(deps, context.access, input)),
  endRun: api.flows.endRun.handler(({ input, context }) => endRunByHand(deps, context.access, input)),
  retryRun: api.flows.retryRun.handler(({ input, context }) => retryRunByHand(deps, context.access, input)),
  retryFailed: api.flows.retryFailed.handler(({ input, context }) => retryFailedRuns(deps, context.access, input)),
  personRuns: api.flows.personRuns.handler(({ input, context }) => listPersonRuns(deps, context.access, input)),
  start: api.flows.start.handler(({ input, context }) => startByHand(deps, context.access, input)),
});
