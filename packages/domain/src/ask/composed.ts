import type { Predicate, QueryInput } from "@throughline/contract";

/** A query, or why these words make none. */
export type Composed = { query: QueryInput } | { reason: string };

const all = (where: readonly Predicate[]): Predicate | undefined =>
  where.length === 0 ? undefined : where.length === 1 ? where[0] : { all: [...where] };

/** The conditions as the part of a query that holds them. */
export const withWhere = (where: readonly Predicate[]) => (where.length > 0 ? { where: all(where) } : {});
