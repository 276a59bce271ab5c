import { frictionSignals } from "@throughline/contract";
import { personExpression } from "../timeline/index.ts";
import { horizonMs, type FrictionScope } from "./friction-scope.ts";

/** A session that goes on after the range is read on for so long, so that where it ended is known. */
const readOnMs = 6 * 3_600_000;

/** RE2. What counts as help sought, and as something achieved (and no such thing after all); by the names that interactions have. */
const ticketNames =
  "^(Ticket (Opened|Created|Reopened)|Conversation Started|Chat Started|Call Started|Case (Opened|Created)|Complaint .+)$";
const goalNames =
  "(Completed|Purchased|Paid|Subscribed|Converted|Confirmed|Activated|Verified|Published|Placed|Booked|Submitted|Created|Saved|Sent|Exported|Shared|Scheduled|Edited|Connected|Accepted|Upgraded)$";
const noGoalNames = "^(Form Submitted|Ticket|Conversation|Chat|Message|Call|Case|Complaint|Email|Survey|Consent|Guide)";
/** Parts of a path that name one thing among many: numbers, UUIDs, long hexadecimal ids, ids with a prefix such as rep_55. */
const idsInPath =
  "/([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{24,64}|[a-zA-Z]{1,12}_[0-9a-zA-Z_]*[0-9][0-9a-zA-Z_]*|[0-9]+)\\b";

/** Sent when a page is left, under the page where it was loaded: no sign of where somebody was. */
const notOfPages = [...frictionSignals, "Web Vitals"];

export function rowParams(scope: FrictionScope): Record<string, unknown> {
  return {
    workspaceId: scope.workspaceId,
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    readToMs: scope.toMs + readOnMs,
    horizonMs,
    goalToMs: scope.toMs + readOnMs + horizonMs,
    heldOutFromMs: scope.heldOutFromMs,
    settledMs: scope.settledMs,
    signals: scope.signals,
    notOfPages,
    idsInPath,
    ticketNames,
    goalNames,
    noGoalNames,
  };
}

const ours = "workspace_id = {workspaceId:UUID} AND NOT is_bot AND actor = 'customer'";
const during = (to: string) => `at >= fromUnixTimestamp64Milli({fromMs:Int64}) AND at < fromUnixTimestamp64Milli({${to}:Int64})`;
const withoutIds = (path: string) => `replaceRegexpAll(${path}, {idsInPath:String}, '/:id')`;
const text = (name: string) => `ifNull(properties.${name}.:String, '')`;
const firstOf = (...values: string[]) => `multiIf(${values.map((value) => `${value} != '', ${value}`).join(", ")}, '')`;

/** Where a signal happened, and on what: a label, else a form, a failed request, a selector. A U-turn is about the page turned back from. */
const signalPage = withoutIds(
  `multiIf(name = 'U-Turn' AND ${text("toPath")} != '', ${text("toPath")}, ${text("path")} != '', ${text("path")}, path)`,
);
const signalElement = `if(name = 'Request Failed', trim(concat(${text("method")}, ' ', ${withoutIds(text("url"))})), ${firstOf(text("label"), text("form"), text("selector"))})`;

/** Every signal: person, session_id, ms, name, page, element, and what describes it. */
export function signalRows(to: "toMs" | "readToMs"): string {
  return `SELECT ${personExpression} AS person, session_id, toUnixTimestamp64Milli(at) AS ms, name, ${signalPage} AS page, ${signalElement} AS element,
      browser, device, ${firstOf(text("error"), text("message"), text("lastField"))} AS detail
    FROM interaction WHERE ${ours} AND ${during(to)} AND name IN {signals:Array(String)}`;
}

/** The session of a row whose source names none: the person's day, where only counting matters. */
export const countedSession = "if(session_id != '', session_id, concat(toString(person), toString(intDiv(ms, 86400000))))";

/** Pages and things as they are grouped; 0 is no thing. What has no element is a thing of its own for each signal. */
export const pageKey = "cityHash64(page)";
export const elementKey = "cityHash64(page, if(element = '', name, element))";

/** Every moment on a page, signals included: person, session_id, ms, page and thing as keys, device, and whether it tells where somebody was. */
export function momentRows(thing: string): string {
  return `SELECT ${personExpression} AS person, session_id, toUnixTimestamp64Milli(at) AS ms, cityHash64(${withoutIds("path")}) AS page_key, toUInt64(0) AS thing, device, 1 AS is_page
    FROM interaction WHERE ${ours} AND ${during("readToMs")} AND path != '' AND name NOT IN {notOfPages:Array(String)}
    UNION ALL SELECT person, session_id, ms, ${pageKey}, ${thing}, device, 0 FROM (${signalRows("readToMs")})`;
}

/** What people achieved, and when they sought help: person, tickets and goals as arrays of ms. */
export const outcomeRows = `SELECT ${personExpression} AS person, groupArrayIf(toUnixTimestamp64Milli(at), match(name, {ticketNames:String})) AS tickets,
    groupArrayIf(toUnixTimestamp64Milli(at), NOT match(name, {ticketNames:String})) AS goals
  FROM interaction WHERE ${ours} AND ${during("goalToMs")}
    AND (match(name, {ticketNames:String}) OR (match(name, {goalNames:String}) AND NOT match(name, {noGoalNames:String})))
  GROUP BY person`;
