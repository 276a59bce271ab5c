import type { Predicate } from "@throughline/contract";
import { excluded, isShownInForm } from "./shown-in-form.ts";

/** A condition of a group, or only the property that one will be about. Ids keep what is typed into in place. What came with a condition that the form has no fields for is written. */
export type Row = { id: number; node?: Predicate; property?: string; isWritten?: boolean };
export type Join = "all" | "any" | "none";

let lastId = 0;
export const nextId = (): number => ++lastId;

/** The rows of a predicate; a single condition is a group of one. A group that came empty says something (all or nobody): outside of a group it is written, as an unfinished one is left out. */
export function toRows(value: Predicate | undefined, inGroup = false): { rows: Row[]; join: Join } {
  if (value !== undefined && !inGroup && isEmpty(value)) return { join: "all", rows: [{ id: nextId(), node: value, isWritten: true }] };
  const none = value === undefined ? null : excluded(value);
  const join = none ? "none" : value !== undefined && "any" in value ? "any" : "all";
  const nodes = value === undefined ? [] : (none ?? ("all" in value ? value.all : "any" in value ? value.any : [value]));
  return {
    join,
    rows: nodes.map((node) => ({
      id: nextId(),
      node,
      ...((isEmpty(node) && !inGroup) || !isShownInForm(node) ? { isWritten: true } : {}),
    })),
  };
}

/** The predicate of rows: what is unfinished or empty is left out; nothing is no predicate, one condition needs no group unless it stands in one. */
export function fromRows(rows: readonly Row[], join: Join, inGroup = false): Predicate | undefined {
  const nodes = rows.filter((row) => isTold(row, inGroup)).flatMap(({ node }) => node ?? []);
  if (nodes.length === 0 && !inGroup) return undefined;
  if (join === "none") return { not: { any: nodes } };
  if (nodes.length === 1 && !inGroup) return nodes[0];
  return join === "any" ? { any: nodes } : { all: nodes };
}

/** Where each row stands in the predicate, as the server names fields: `where.all[1]`. Rows that are not told of have no place. */
export function placesOf(rows: readonly Row[], join: Join, field: string, inGroup = false): Map<number, string> {
  const told = rows.filter((row) => isTold(row, inGroup));
  const isAlone = told.length === 1 && join !== "none" && !inGroup;
  const group = join === "none" ? `${field}.not.any` : `${field}.${join}`;
  return new Map(told.map(({ id }, index) => [id, isAlone ? field : `${group}[${index}]`]));
}

const isTold = ({ node, isWritten = false }: Row, inGroup: boolean): boolean =>
  node !== undefined && (inGroup || isWritten || !isEmpty(node));

const isEmpty = (node: Predicate) =>
  ("all" in node && node.all.length === 0) || ("any" in node && node.any.length === 0) || excluded(node)?.length === 0;
