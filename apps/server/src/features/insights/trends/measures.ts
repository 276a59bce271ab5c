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
  /** The aggregate over rows for which `condition` holds (all of them for null). Nullable: no data. */
  aggregate(condition: string | null): string;
  /** What it is where there are no rows. */
  empty: 0 | null;
};

const plain = { needsPerson: false, needsAccount: false, needsSession: false, numbers: null };
const given = (condition: string | null, ...more: string[]): string => [...(condition === null ? [] : [condition]), ...more].join(" AND ");

/** How a measure is computed; `index` is that of the series. */
export function measureSql(measure: Measure, index: number, predicates: PredicateContext): MeasureSql {
  if ("property" in measure) return ofProperty(measure, index, predicates);
  switch (measure.kind) {
    case "total":
      return { ...plain, empty: 0, aggregate: (condition) => (condition === null ? "count()" : `countIf(${condition})`) };
    case "people":
      return { ...plain, empty: 0, needsPerson: true, aggregate: (condition) => distinct("person", given(condition)) };
    case "accounts":
      return { ...plain, empty: 0, needsAccount: true, aggregate: (condition) => distinct("account", given(condition, "account != 0")) };
    case "sessions":
      return { ...plain, empty: 0, needsSession: true, aggregate: (condition) => distinct("session", given(condition, "session != ''")) };
    case "perPerson": {
      const count = (condition: string | null) => (condition === null ? "count()" : `countIf(${condition})`);
      return {
        ...plain,
        empty: null,
        needsPerson: true,
        aggregate: (condition) => `if(${count(condition)} = 0, NULL, ${count(condition)} / ${distinct("person", given(condition))})`,
      };
    }
  }
}

const distinct = (column: string, condition: string): string =>
  condition === "" ? `uniqExact(${column})` : `uniqExactIf(${column}, ${condition})`;

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
  const parameters = levels[measure.kind] ?? "";
  return {
    ...plain,
    empty: measure.kind === "sum" ? 0 : null,
    numbers: { source, name, isList },
    aggregate(condition) {
      // Functions over no number at all give 0 or NaN, or the least of a type: how many there are decides.
      const some = isList
        ? `sum${condition === null ? "" : "If"}(length(${name})${condition === null ? "" : `, ${condition}`})`
        : countOf(name, condition);
      const combinators = `${isList ? "Array" : ""}${condition === null ? "" : "If"}`;
      const figure = `${functions[measure.kind]}${combinators}${parameters}(${name}${condition === null ? "" : `, ${condition}`})`;
      return `if(${some} = 0, NULL, ${figure})`;
    },
  };
}

const countOf = (name: string, condition: string | null): string =>
  condition === null ? `count(${name})` : `countIf(${name}, ${condition})`;
