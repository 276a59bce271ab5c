import { api } from "../../platform/http/index.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { getRules, setRules } from "./arbiter-rules.ts";
import { arbitrateTouches, decideTouch } from "./ask-arbiter.ts";
import { listDecisions } from "./list-decisions.ts";
import { readPersonDecisions, readTouch } from "./read-decisions.ts";
import { noteOutcome } from "./record-outcome.ts";
import { readReport } from "./report.ts";
import { simulateTouch } from "./simulate-touch.ts";

export const arbiterRoutes = (deps: ArbiterDeps) => ({
  decide: api.arbiter.decide.handler(({ input, context }) => decideTouch(deps, context.access, input)),
  arbitrate: api.arbiter.arbitrate.handler(({ input, context }) => arbitrateTouches(deps, context.access, input)),
  simulate: api.arbiter.simulate.handler(({ input, context }) => simulateTouch(deps, context.access, input)),
  touch: api.arbiter.touch.handler(({ input, context }) => readTouch(deps, context.access, input)),
  outcome: api.arbiter.outcome.handler(({ input, context }) => noteOutcome(deps, context.access, input)),
  personDecisions: api.arbiter.personDecisions.handler(({ input, context }) => readPersonDecisions(deps, context.access, input)),
  decisions: api.arbiter.decisions.handler(({ input, context }) => listDecisions(deps, context.access, input)),
  report: api.arbiter.report.handler(({ input, context }) => readReport(deps, context.access, input)),
  rules: api.arbiter.rules.handler(({ context }) => getRules(deps, context.access)),
  setRules: api.arbiter.setRules.handler(({ input, context }) => setRules(deps, context.access, input)),
});
