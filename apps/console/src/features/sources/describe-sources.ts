import type { Source } from "@throughline/contract";
import { formatCount, plural } from "../../ui/format-number.ts";
import type { HealthState } from "./health-status.tsx";

/** What the list says in one line: how much arrives, and who needs a look. */
export function describeSources(sources: readonly Source[]): string {
  if (sources.length === 0) return "Where interactions come from";
  const accepted = sources.reduce((sum, { health }) => sum + health.accepted24h, 0);
  const arrived = `${formatCount(accepted)} accepted in the last 24 hours`;
  const named = (state: HealthState) => sources.filter(({ health }) => health.state === state).map(({ name }) => name);
  const troubles = [
    ...tell(named("failing"), "failing"),
    ...tell(named("quiet"), "quiet"),
    ...tell(named("waiting"), "waiting for a first event"),
  ];
  return troubles.length === 0 ? `${arrived} · all well` : `${arrived} · ${troubles.join(" · ")}`;
}

function tell(names: readonly string[], what: string): string[] {
  if (names.length === 0) return [];
  return names.length === 1 ? [`${names[0]} is ${what}`] : [`${plural(names.length, "source")} ${what}`];
}
