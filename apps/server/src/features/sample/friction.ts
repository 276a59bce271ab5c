import type { Visit } from "./visit.ts";

const ELEMENTS = ["Apply filter", "Export", "Save", "Next page", "Chart legend", "Column header", "Share", "Refresh"] as const;
const ERRORS = ["Request failed with status 500", "Network request timed out", "Cannot read properties of undefined"] as const;

/** Clicks again and again on something that does not answer. */
export function rageClick(visit: Visit, label: string): void {
  visit.track("Rage Click", { label, path: visit.path(), clicks: visit.random.int(3, 9) });
}

/** A click followed by a failure within a second. */
export function errorClick(visit: Visit, label: string, error: string): void {
  visit.track("Error Click", { label, path: visit.path(), error });
}

/** Quick way back: the page before, left within 15 seconds without doing anything there. */
export function uTurn(visit: Visit, fromPath: string, toPath: string): void {
  visit.track("U-Turn", { fromPath, toPath, seconds: visit.random.int(3, 14) });
}

/** A form with input that was left without being sent. */
export function abandonForm(visit: Visit, form: string, lastField: string): void {
  visit.track("Form Abandoned", { form, lastField, path: visit.path(), fieldsFilled: visit.random.int(1, 6) });
}

/** The small annoyances that every product has, at a rate that nobody planted. */
export function everydayFriction(visit: Visit): void {
  const { random } = visit;
  const draw = random.next();
  if (draw < 0.012) rageClick(visit, random.pick(ELEMENTS));
  else if (draw < 0.032) visit.track("Dead Click", { label: random.pick(ELEMENTS), path: visit.path() });
  else if (draw < 0.042) errorClick(visit, random.pick(ELEMENTS), random.pick(ERRORS));
  else if (draw < 0.054) visit.track("Slow Page", { path: visit.path(), lcpMs: random.int(4_050, 9_800) });
  else if (draw < 0.062) abandonForm(visit, "report-settings", random.pick(["name", "currency", "timeZone"]));
  else if (draw < 0.07) uTurn(visit, "/reports", "/dashboards/1");
}
