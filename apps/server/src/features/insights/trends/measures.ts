import type { Measure } from "@throughline/contract";
import { propertySource, valueNumbers, type PredicateContext, type PropertySource } from "../predicate-sql/index.ts";

/** What a series needs of every row, by the name that the row source gives it, and the figure that comes of it. */
export type MeasureSql = {
  /** Does it count people, so that each row's person must be known? */
  needsPerson: boolean;
  needsAccount: boolean;
  needsSession: boolean;
  /** A property whose numbers every row must give, as `name`. */
  numbers: { source: PropertySource; name: string; isList: boolean } | null;
  /** The aggregate over rows for which `condition` holds (all of them for null), each function written by `call`. Nullable: no data. */
  aggregate(condition: string | null, call: AggregateCall): string;
  /** What it is where there are no rows. */
  empty: 0 | null;
};

/** Writes an aggregate function: its name, what it is of, and its own parameters, such as `(0.5)`. */
export type AggregateCall = (name: string, of: readonly string[], parameters?: string) => string;

/** The functions as they are. */
export const callPlainly: AggregateCall = (name, of, parameters = "") => `${name}${parameters}(${of.join(", ")})`;

/** The functions in two steps: states of small groups, as `columns` of a subquery, and then the figures, of those states merged. */
export function callInSteps(): { call: AggregateCall; columns(): string[] } {
  const names = new Map<string, string>();
  return {
    call(name, of, parameters = "") {
      const state = callPlainly(`${name}State`, of, parameters);
      const column = names.get(state) ?? `state_${names.size}`;
      names.set(state, column);
      return callPlainly(`${name}Merge`, [column], parameters);
    },
    columns: () => [...names].map(([state, column]) => `${state} AS ${column}`),
  };
}

const plain = { needsPerson: false, needsAccount: false, needsSession: false, numbers: null };
const given = (condition: string | null, ...more: string[]): string => [...(condition === null ? [] : [condition]), ...more].join(" AND ");

/** How a measure is computed; `index` is that of the series. */
export function measureSql(measure: Measure, index: number, predicates: PredicateContext): MeasureSql {
  if ("property" in measure) return ofProperty(measure, index, predicates);
  switch (measure.kind) {
    case "total":
      return { ...plain, empty: 0, aggregate: (condition, call) => rowsOf(condition, call) };
    case "people":
      return { ...plain, empty: 0, needsPerson: true, aggregate: (condition, call) => distinct("person", given(condition), call) };
    case "accounts":
      return {
        ...plain,
        empty: 0,
        needsAccount: true,
        aggregate: (condition, call) => distinct("account", given(condition, "account != 0"), call),
      };
    case "sessions":
      return {
        ...plain,
        empty: 0,
        needsSession: true,
        aggregate: (condition, call) => distinct("session", given(condition, "session != ''"), call),
      };
    case "perPerson":
      return {
        ...plain,
        empty: null,
        needsPerson: true,
        aggregate(condition, call) {
          const count = rowsOf(condition, call);
          return `if(${count} = 0, NULL, ${count} / ${distinct("person", given(condition), call)})`;
        },
      };
  }
}

const rowsOf = (condition: string | null, call: AggregateCall): string =>
  condition === null ? call("count", []) : call("countIf", [condition]);

const distinct = (column: string, condition: string, call: AggregateCall): string =>
  condition === "" ? call("uniqExact", [column]) : call("uniqExactIf", [column, condition]);

const functions = {
  sum: "sum",
  avg: "avg",
  min: "min",
  max: "max",
  p50: "quantileExactInclusive",
  p90: "quantileExactInclusive",
  p99: "quantileExactInclusive",
} as const;
const levels: Partial<Record<keyof typeof functions, string>> = { p50: "(0.5)", p90: "(0.9)", p99: "(0.99)" };

function ofProperty(measure: Extract<Measure, { property: string }>, index: number, predicates: PredicateContext): MeasureSql {
  const source = propertySource(measure.property, predicates);
  const name = `numbers_${index}`;
  const { isList } = valueNumbers(source.value);
  return {
    ...plain,
    empty: measure.kind === "sum" ? 0 : null,
    numbers: { source, name, isList },
    aggregate(condition, call) {
      // Functions over no number at all give 0 or NaN, or the least of a type: how many there are decides.
      const suffix = condition === null ? "" : "If";
      const of = (what: string) => (condition === null ? [what] : [what, condition]);
      const some = isList ? call(`sum${suffix}`, of(`length(${name})`)) : call(`count${suffix}`, of(name));
      const figure = call(`${functions[measure.kind]}${isList ? "Array" : ""}${suffix}`, of(name), levels[measure.kind]);
      return `if(${some} = 0, NULL, ${figure})`;
    },
  };
}
