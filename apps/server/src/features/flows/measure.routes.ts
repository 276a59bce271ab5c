import { api } from "../../platform/http/index.ts";
import type { PreviewDeps } from "../messages/index.ts";
import { listExamples, makeExampleTemplates } from "./examples/index.ts";
import { createFlow } from "./manage-flows.ts";
import { messageOfRun } from "./preview-message.ts";
import { readFlowReport } from "./report/index.ts";
import { readSimulation, startSimulation, stopSimulation, type SimulationDeps } from "./simulate/index.ts";

/** What a flow changed, what a draft would have done, what a run would send, and flows that are ready, which bring their templates along. */
export const measureRoutes = (deps: SimulationDeps & PreviewDeps) => ({
  examples: api.flows.examples.handler(({ context }) => listExamples(deps, context.access)),
  create: api.flows.create.handler(async ({ input, context }) => {
    const flow = await createFlow(deps, context.access, input);
    if (input.example !== undefined && !input.definition && input.copyOf === undefined)
      await makeExampleTemplates(deps, context.access, input.example);
    return flow;
  }),
  messageOfRun: api.flows.messageOfRun.handler(({ input, context }) => messageOfRun(deps, context.access, input)),
  report: api.flows.report.handler(({ input, context }) => readFlowReport(deps, context.access, input)),
  simulate: api.flows.simulate.handler(({ input, context }) => startSimulation(deps, context.access, input)),
  simulation: api.flows.simulation.handler(({ input, context }) => readSimulation(deps, context.access, input)),
  stopSimulation: api.flows.stopSimulation.handler(({ input, context }) => stopSimulation(deps, context.access, input)),
});
