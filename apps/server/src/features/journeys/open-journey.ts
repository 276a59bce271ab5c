import { ProductError, type EventMatch, type Journey, type JourneyDefinition, type Predicate, type Range } from "@throughline/contract";
import { previousSpan, type MapPeriod, type Span } from "@throughline/domain";
import { sql } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import type { LogLag } from "../../platform/log/log.ts";
import {
  compileEventCondition,
  compileEventMatch,
  createQueryContext,
  propertySource,
  valueNumbers,
  type QueryContext,
  type QueryDeps,
} from "../insights/index.ts";
import type { InstancesQuestion } from "./instances-sql.ts";
import { getJourney } from "./manage-journeys.ts";
import { matchesOf } from "./mark-sql.ts";

export type JourneyDeps = QueryDeps & { lag: () => LogLag };
export type RangeInput = { from?: string | undefined; to?: string | undefined; last?: string | undefined };

/** A journey with all that its figures are computed from. */
export type OpenJourney = {
  definition: JourneyDefinition;
  context: QueryContext & { rowsRead(): number };
  /** The range up to now at most, and as long a time before it. */
  periods: Record<MapPeriod, Span>;
  /** Fresh, with parameters of its own. */
  question(): InstancesQuestion;
  meta(): Promise<{
    freshness: { at: string; waiting: number };
    rowsRead: number;
    tookMs: number;
    from: string;
    to: string;
    timezone: string;
    revision: string;
  }>;
};

const units = { h: "hour", d: "day", w: "week", m: "month" } as const;

/** The range that was asked for. Throws `invalid_input` where `last` stands beside `from` or `to`. */
export function rangeOf({ from, to, last }: RangeInput, nowMs: number): Range {
  if (last !== undefined && (from !== undefined || to !== undefined))
    throw new ProductError("invalid_input", "A range is either last or from and to.", {
      issues: [{ field: "last", message: "stands beside from or to", accepted: "last alone, or from and to" }],
    });
  if (from === undefined && to === undefined) {
    const [, value = "30", unit = "d"] = /^(\d+)([hdwm])$/.exec(last ?? "30d") ?? [];
    return { last: { value: Math.max(1, Math.min(1000, Number(value))), unit: units[unit as keyof typeof units] } };
  }
  const end = to ?? new Date(nowMs).toISOString();
  return { from: from ?? new Date(Date.parse(end) - 30 * 86_400_000).toISOString(), to: end };
}

/** Opens a journey that is saved. Throws `not_found`. */
export async function openJourney(deps: JourneyDeps, access: Access, input: { key: string } & RangeInput): Promise<OpenJourney> {
  const journey = await getJourney(deps, access, input);
  return openDefinition(deps, access.workspaceId, journey, rangeOf(input, deps.now()));
}

/** Opens a definition over a range; `where` of the interaction that begins an instance. */
export async function openDefinition(
  deps: JourneyDeps,
  workspaceId: string,
  definition: JourneyDefinition | Journey,
  range: Range,
  where?: Predicate,
): Promise<OpenJourney> {
  const startedAt = performance.now();
  // What the definition's conditions name (segments) is looked up with what the question names.
  const named = matchesOf(definition).flatMap((match) => (match.where && namesSomething(match.where) ? [match.where] : []));
  const context = await createQueryContext(deps, workspaceId, {
    kind: "journey",
    journey: definition.key,
    range,
    where: { all: [...(where ? [where] : []), ...named] },
  });
  const current = { fromMs: Math.min(context.fromMs, context.nowMs), toMs: Math.min(context.toMs, context.nowMs) };
  const interval = current.toMs - current.fromMs < 2 * 86_400_000 ? "hour" : "day";
  return {
    definition,
    context,
    periods: { current, previous: previousSpan(current, interval, context.timezone) },
    question: () => questionOf(context, definition, current.toMs, where),
    async meta() {
      const { seconds, events } = deps.lag();
      return {
        freshness: { at: new Date(context.nowMs - seconds * 1000).toISOString(), waiting: events },
        rowsRead: context.rowsRead(),
        tookMs: Math.round(performance.now() - startedAt),
        from: new Date(current.fromMs).toISOString(),
        to: new Date(current.toMs).toISOString(),
        timezone: context.timezone,
        revision: await revisionOf(deps, definition),
      };
    },
  };
}

const namesSomething = (where: Predicate): boolean => JSON.stringify(where).includes('"segment":');

/** A question about a definition's instances, as they are at `asOfMs`. */
export function questionOf(
  context: Pick<QueryContext, "predicates" | "createParameters">,
  definition: JourneyDefinition,
  asOfMs: number,
  where?: Predicate,
): InstancesQuestion {
  const parameters = context.createParameters();
  const compile = (match: EventMatch) => compileEventMatch(match, parameters, context.predicates);
  return {
    definition,
    parameters,
    compile,
    asOfMs,
    where: where ? compileEventCondition(where, parameters, context.predicates) : undefined,
    carry: definition.revenue ? [paymentsOf(definition.revenue, context, compile)] : [],
  };
}

/** What is paid in a row, as pairs with its mark: a list adds up. */
function paymentsOf(
  revenue: NonNullable<JourneyDefinition["revenue"]>,
  context: Pick<QueryContext, "predicates">,
  compile: (match: EventMatch) => string,
) {
  const { sql: amount, isList } = valueNumbers(propertySource(revenue.property, context.predicates).value);
  return {
    name: "payments",
    expression: `if(${compile(revenue.match)}, ${isList ? `arraySum(${amount})` : `ifNull(${amount}, 0)`}, 0)`,
    when: "one_of_payments != 0",
  };
}

/** Changes whenever an answer about the journey may have changed: with its definition, and with everything that is processed. Cheap: one row a partition of the log. */
export async function revisionOf({ db }: Pick<JourneyDeps, "db">, definition: JourneyDefinition | Journey): Promise<string> {
  const { rows } = await sql<{ events: string }>`SELECT coalesce(sum(events), 0)::text AS events FROM log_consumer`.execute(db);
  return `${"updatedAt" in definition ? Date.parse(definition.updatedAt).toString(36) : "draft"}.${BigInt(rows[0]?.events ?? "0").toString(36)}`;
}
