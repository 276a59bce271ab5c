import { ProductError, type Answer, type Condition, type Query, type Watch } from "@throughline/contract";
import { previousSpan, resolveRange } from "@throughline/domain";
import type { Figure } from "./figure.ts";
import { readShare } from "./read-share.ts";
import { readLifecycle, readTrend } from "./read-series.ts";

export type Ask = <Kind extends Query["kind"]>(query: Extract<Query, { kind: Kind }>) => Promise<Extract<Answer, { kind: Kind }>>;
export type Watched = { query: Query; watch: Watch; condition: Condition };

/** The number that is watched, asked for as narrowly as it can be. `ask` answers queries; times are of the workspace's zone. */
export async function readFigure(
  ask: Ask,
  { query, watch, condition }: Watched,
  clock: { nowMs: number; timezone: string },
): Promise<Figure> {
  if (query.kind === "trends" && watch.kind === "trends") return readTrend(ask, query, watch, condition.kind === "anomaly");
  if (query.kind === "lifecycle" && watch.kind === "lifecycle") return readLifecycle(ask, query, watch.status);
  const share = await readShare(ask, query, watch, clock);
  const before =
    condition.kind === "change"
      ? (share.before ?? (await readShare(ask, { ...query, range: rangeBefore(query, clock) }, watch, clock)).value)
      : null;
  return { value: share.value, n: share.n, before, when: whenOf(query), isShare: true, isCount: false, season: null, history: [] };
}

function rangeBefore({ range }: Query, { nowMs, timezone }: { nowMs: number; timezone: string }): Query["range"] {
  const unit = "last" in range ? range.last.unit : "day";
  const { fromMs, toMs } = previousSpan(resolveRange(range, { nowMs, timezone }), unit, timezone);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

function whenOf({ range }: Query): string {
  if (!("last" in range)) return `from ${range.from.slice(0, 10)} to ${range.to.slice(0, 10)}`;
  const { value, unit } = range.last;
  return value === 1 ? `in this ${unit}` : `in the last ${value} ${unit}s`;
}

/**
 * What a schema cannot see of the three together.
 * @throws ProductError `invalid_input`.
 */
export function checkWatched({ query, watch, condition }: Watched): void {
  const refuse = (field: string, message: string, accepted: string): never => {
    throw new ProductError("invalid_input", `The alert cannot be kept: ${field} ${message}.`, { issues: [{ field, message, accepted }] });
  };
  if (query.kind === "paths")
    refuse("query.kind", "has no one number that can be watched", "trends, funnel, retention, lifecycle, stickiness, journey");
  if (query.kind !== watch.kind) refuse("watch.kind", `is not that of the query, ${query.kind}`, query.kind);
  if (query.kind === "trends" && watch.kind === "trends" && watch.series >= query.series.length)
    refuse("watch.series", "is not a series of the query", `0 to ${query.series.length - 1}`);
  if (query.kind === "funnel" && watch.kind === "funnel" && (watch.step ?? 2) > query.steps.length)
    refuse("watch.step", "is not a step of the funnel", `2 to ${query.steps.length}`);
  if (condition.kind !== "anomaly") return;
  if (query.kind !== "trends" || (query.interval !== "day" && query.interval !== "hour"))
    refuse("condition.kind", "needs a series by day or hour", "threshold, change; anomaly for trends by day or hour");
  if (watch.kind === "trends" && watch.interval === "current") refuse("watch.interval", "is not over, so it has no norm", "last");
}
