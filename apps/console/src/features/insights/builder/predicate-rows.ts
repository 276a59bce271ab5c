import type { Predicate } from "@throughline/contract";

/** A condition of a group, or only the property that one will be about. Ids keep what is typed into in place. */
export type Row = { id: number; node?: Predicate; property?: string };
export type Join = "all" | "any" | "none";

let lastId = 0;
export const nextId = (): number => ++lastId;

/** The conditions that stand under “none of these”; null for everything else. */
const excluded = (value: Predicate): Predicate[] | null => ("not" in value && "any" in value.not ? value.not.any : null);

/** The rows of a predicate; a single condition is a group of one. */
export function toRows(value: Predicate | undefined): { rows: Row[]; join: Join } {
  const none = value === undefined ? null : excluded(value);
  const join = none ? "none" : value !== undefined && "any" in value ? "any" : "all";
  const nodes = value === undefined ? [] : (none ?? ("all" in value ? value.all : "any" in value ? value.any : [value]));
  return { join, rows: nodes.map((node) => ({ id: nextId(), node })) };
}

/** The predicate of rows: what is unfinished or empty is left out; nothing is no predicate, one condition needs no group unless it stands in one. */
export function fromRows(rows: readonly Row[], join: Join, inGroup = false): Predicate | undefined {
  const nodes = rows.flatMap(({ node }) => (node === undefined || (isEmpty(node) && !inGroup) ? [] : [node]));
  if (nodes.length === 0 && !inGroup) return undefined;
  if (join === "none") return { not: { any: nodes } };
  if (nodes.length === 1 && !inGroup) return nodes[0];
  return join === "any" ? { any: nodes } : { all: nodes };
}

/** Where each row stands in the predicate, as the server names fields: `where.all[1]`. Rows that are not told of have no place. */
export function placesOf(rows: readonly Row[], join: Join, field: string, inGroup = false): Map<number, string> {
  const told = rows.filter(({ node }) => node !== undefined && (inGroup || !isEmpty(node)));
  const isAlone = told.length === 1 && join !== "none" && !inGroup;
  const group = join === "none" ? `${field}.not.any` : `${field}.${join}`;
  return new Map(told.map(({ id }, index) => [id, isAlone ? field : `${group}[${index}]`]));
}

/** True for what the form shows as a group of conditions. */
export const isGroup = (node: Predicate): boolean => "all" in node || "any" in node || excluded(node) !== null;

const isEmpty = (node: Predicate) =>
  ("all" in node && node.all.length === 0) || ("any" in node && node.any.length === 0) || excluded(node)?.length === 0;
