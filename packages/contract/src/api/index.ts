import { accountsContract } from "./accounts.ts";
import { alertsContract } from "./alerts.ts";
import { arbiterContract } from "./arbiter.ts";
import { askContract } from "./ask.ts";
import { dashboardsContract } from "./dashboards.ts";
import { dataContract } from "./data.ts";
import { flowsContract } from "./flows.ts";
import { frictionContract } from "./friction.ts";
import { importsContract } from "./imports.ts";
import { insightsContract } from "./insights.ts";
import { journeysContract } from "./journeys.ts";
import { messagesContract } from "./messages.ts";
import { peopleContract } from "./people.ts";
import { savedQueriesContract } from "./saved-queries.ts";
import { segmentsContract } from "./segments.ts";
import { sourcesContract } from "./sources.ts";
import { tasksContract } from "./tasks.ts";
import { workspaceContract } from "./workspace.ts";

/** The whole HTTP API under `/api/v1`: server, typed client and OpenAPI document come from this one object. */
export const apiContract = {
  people: peopleContract,
  accounts: accountsContract,
  data: dataContract,
  sources: sourcesContract,
  workspace: workspaceContract,
  imports: importsContract,
  insights: insightsContract,
  segments: segmentsContract,
  journeys: journeysContract,
  friction: frictionContract,
  savedQueries: savedQueriesContract,
  dashboards: dashboardsContract,
  alerts: alertsContract,
  ask: askContract,
  tasks: tasksContract,
  arbiter: arbiterContract,
  flows: flowsContract,
  messages: messagesContract,
};
export type ApiContract = typeof apiContract;
