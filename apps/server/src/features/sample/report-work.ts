import type { Account, Person, Role } from "./account-and-person.ts";
import type { Visit } from "./visit.ts";
import { DATA_SOURCES, EXPORT_FORMATS, REPORT_TYPES } from "./vocabulary/product.ts";

export interface Report {
  readonly id: string;
  readonly type: string;
}

/** One of the account's reports; a few are opened far more often than the others. */
export function someReport(account: Account, visit: Visit): Report {
  const count = 4 + account.people.length * 2;
  const n = Math.floor(visit.random.next() ** 2.2 * count);
  return { id: `rep_${account.index}_${n}`, type: REPORT_TYPES[(account.index + n) % REPORT_TYPES.length] as string };
}

export type WorkTask = (visit: Visit, person: Person, account: Account) => void;

const viewDashboard: WorkTask = (visit, _person, account) => {
  const n = visit.random.int(1, 2 + (account.people.length % 4));
  visit.page("app", "Dashboard", `/dashboards/${n}`);
  visit.track("Dashboard Viewed", { dashboardId: `dsh_${account.index}_${n}`, widgets: visit.random.int(3, 14) });
  if (visit.random.chance(0.35)) {
    visit.track("Filter Applied", { filter: visit.random.pick(["Period", "Region", "Team", "Product"]), values: visit.random.int(1, 5) });
  }
};

export const viewReport: WorkTask = (visit, _person, account) => {
  const report = someReport(account, visit);
  if (visit.random.chance(0.55)) visit.page("app", "Reports", "/reports");
  visit.page("app", "Report", `/reports/${report.id}`);
  const rows = Math.round(10 ** visit.random.between(2, account.tier === "enterprise" ? 6.6 : 5.4));
  const loadMs = Math.round(250 + rows / 900 + visit.random.exponential(300));
  visit.track("Report Viewed", { reportId: report.id, reportType: report.type, rows, loadMs });
  if (loadMs > 3_800) visit.track("Slow Page", { path: visit.path(), lcpMs: loadMs + 400 });
  if (visit.random.chance(0.3)) {
    visit.track("Filter Applied", { filter: visit.random.pick(["Period", "Region", "Currency"]), values: visit.random.int(1, 4) });
  }
  if (visit.random.chance(0.1)) visit.track("Comment Added", { reportId: report.id, length: visit.random.int(8, 260) });
};

export const createReport: WorkTask = (visit, _person, account) => {
  const { random } = visit;
  const report = someReport(account, visit);
  visit.page("app", "New Report", "/reports/new");
  visit.track("Element Clicked", { label: "Create report", element: "button", path: "/reports/new" });
  visit.wait(30, 400);
  visit.track("Report Created", { reportId: report.id, reportType: report.type, source: random.pick(DATA_SOURCES) });
  visit.page("app", "Report Editor", `/reports/${report.id}/edit`);
  const edits = random.poisson(1.3);
  for (let i = 0; i < edits; i++) {
    visit.wait(20, 240);
    visit.track("Report Edited", { reportId: report.id, change: random.pick(["Columns", "Chart", "Filter", "Title", "Formula"]) });
  }
};

export const shareReport: WorkTask = (visit, _person, account) => {
  const report = someReport(account, visit);
  visit.page("app", "Report", `/reports/${report.id}`);
  visit.track("Report Shared", {
    reportId: report.id,
    method: visit.random.weighted([
      ["email", 5],
      ["link", 4],
      ["chat", 1],
    ]),
    recipients: 1 + visit.random.poisson(2),
  });
};

const exportReport: WorkTask = (visit, _person, account) => {
  const report = someReport(account, visit);
  visit.page("app", "Report", `/reports/${report.id}`);
  visit.track("Report Exported", { reportId: report.id, format: visit.random.pick(EXPORT_FORMATS) });
};

export const scheduleReport: WorkTask = (visit, _person, account) => {
  const report = someReport(account, visit);
  visit.page("app", "Schedules", "/schedules");
  visit.track("Report Scheduled", {
    reportId: report.id,
    frequency: visit.random.weighted([
      ["weekly", 6],
      ["monthly", 5],
      ["daily", 2],
    ]),
    recipients: 1 + visit.random.poisson(3),
  });
};

const search: WorkTask = (visit, _person, account) => {
  visit.track("Search Performed", { query: someReport(account, visit).type.toLowerCase(), results: visit.random.int(0, 12) });
};

const manageSources: WorkTask = (visit) => {
  visit.page("app", "Data Sources", "/sources");
  if (visit.random.chance(0.2)) connectSource(visit, visit.random.pick(DATA_SOURCES));
  else visit.track("Element Clicked", { label: "Sync now", element: "button", path: "/sources" });
};

const manageMembers: WorkTask = (visit) => {
  visit.page("app", "Members", "/settings/members");
  if (visit.random.chance(0.4)) visit.track("Role Changed", { role: visit.random.pick(["viewer", "editor", "admin"]) });
};

const lookAtBilling: WorkTask = (visit) => {
  visit.page("app", "Billing", "/settings/billing");
  if (visit.random.chance(0.5)) visit.track("Invoice Downloaded", { months: visit.random.int(1, 3) });
};

const createAlert: WorkTask = (visit, _person, account) => {
  const report = someReport(account, visit);
  visit.page("app", "Alerts", "/alerts");
  visit.track("Alert Created", { reportId: report.id, condition: visit.random.pick(["above", "below", "changes"]) });
};

/** Adds a data source: the wizard, sometimes a failure first, then the connection. */
export function connectSource(visit: Visit, source: string): void {
  visit.page("app", "Add Data Source", "/sources/new");
  visit.wait(30, 300);
  if (visit.random.chance(0.18)) {
    visit.track("Data Source Failed", { source, error: visit.random.pick(["connection refused", "wrong password", "timeout"]) });
    visit.wait(60, 900);
  }
  visit.track("Data Source Connected", { source, tables: visit.random.int(1, 60) });
}

type Weighted = readonly (readonly [WorkTask, number])[];

const TASKS: Readonly<Record<Role, Weighted>> = {
  "power user": [
    [viewReport, 30],
    [viewDashboard, 20],
    [createReport, 9],
    [shareReport, 9],
    [exportReport, 9],
    [scheduleReport, 4],
    [search, 6],
    [manageSources, 3],
    [createAlert, 2],
  ],
  admin: [
    [viewReport, 22],
    [viewDashboard, 20],
    [createReport, 5],
    [shareReport, 5],
    [manageSources, 9],
    [manageMembers, 12],
    [lookAtBilling, 7],
    [search, 4],
    [exportReport, 5],
  ],
  "occasional user": [
    [viewReport, 46],
    [viewDashboard, 40],
    [exportReport, 7],
    [search, 6],
    [shareReport, 3],
  ],
  "economic buyer": [
    [viewDashboard, 44],
    [viewReport, 26],
    [lookAtBilling, 20],
    [exportReport, 6],
  ],
};

/** What people in this role do next in the product. */
export function nextTask(role: Role, visit: Visit): WorkTask {
  return visit.random.weighted(TASKS[role]);
}
