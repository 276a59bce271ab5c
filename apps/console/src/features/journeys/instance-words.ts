import type { InstanceSummary } from "@throughline/contract";
import type { NameOf } from "./map-words.ts";

/** How long an instance took, or has been going on. Seconds. */
export function lastedSeconds({ startedAt, endedAt }: Pick<InstanceSummary, "startedAt" | "endedAt">, now = Date.now()): number {
  return Math.max(0, ((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1000);
}

/** The beginning of a way and its latest stages: those in between are left out where they are many. */
export function wayWords(path: readonly string[], nameOf: NameOf): string {
  const shown = path.length <= 3 ? path.map(nameOf) : [nameOf(path[0] ?? ""), "…", ...path.slice(-2).map(nameOf)];
  return shown.join(" → ");
}
