import type { StatementSettings } from "../../platform/clickhouse/index.ts";
import type { ZodType } from "zod";
import type { Parameters } from "./predicate-sql/parameters.ts";
import type { PredicateContext } from "./predicate-sql/predicate-context.ts";

/** What the answer to a query of any kind is computed from. Times are ms since 1970. */
export type QueryContext = {
  workspaceId: string;
  /** IANA name of the workspace's zone: days, weeks (from Monday) and months are its. */
  timezone: string;
  /** The range of the query: from `fromMs`, included, to `toMs`, excluded. */
  fromMs: number;
  toMs: number;
  nowMs: number;
  /** For `compileEventMatch`, `compileEventCondition` and `compilePersonCondition`. */
  predicates: PredicateContext;
  /** Fresh parameters, for one statement. */
  createParameters(): Parameters;
  /**
   * Asks ClickHouse within the limits on time, memory and rows of a query (no SETTINGS of its own), and counts what was read. A query that hits a limit is an
   * `invalid_input` that says so.
   */
  ask<Row>(question: ContextQuestion<Row>): Promise<Row[]>;
  /** The same; null, early, where a GROUP BY of it has more groups than `mostGroups`. */
  askUpTo<Row>(mostGroups: number, question: ContextQuestion<Row>): Promise<Row[] | null>;
};

export type ContextQuestion<Row> = {
  query: string;
  parameters: Parameters;
  schema: ZodType<Row>;
  /** How the engine goes about it, beside its limits. */
  settings?: StatementSettings;
};
