import type { Predicate } from "@throughline/contract";

/** A condition of a group, or only the property that one will be about. Ids keep what is typed into in place. */
export type Row = { id: number; node?: Predicate; property?: string };
export type Join = "all" | "any";

let lastId = 0;
export const nextId = (): number => ++lastId;

/** The rows of a predicate; a single condition is a group of one. */
export function toRows(value: Predicate | undefined): { rows: Row[]; join: Join } {
  const join = value !== undefined && "any" in value ? "any" : "all";
  const nodes = value === undefined ? [] : "all" in value ? value.all : "any" in value ? value.any : [value];
  return { join, rows: nodes.map((node) => ({ id: nextId(), node })) };
}

/** The predicate of rows: what is unfinished or empty is left out; nothing is no predicate, one condition needs no group unless it stands in one. */
export function fromRows(rows: readonly Row[], join: Join, inGroup = false): Predicate | undefined {
  const nodes = rows.flatMap(({ node }) => (node === undefined || (isEmpty(node) && !inGroup) ? [] : [node]));
  if (inGroup) return join === "any" ? { any: nodes } : { all: nodes };
  return nodes.length < 2 ? nodes[0] : join === "any" ? { any: nodes } : { all: nodes };
}

const isEmpty = (node: Predicate) => ("all" in node && node.all.length === 0) || ("any" in node && node.any.length === 0);
