import type { PathsQuery } from "@throughline/contract";
import { lookedAt } from "../looked-at.ts";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";

const kindsOf = { page: ["page", "screen"], event: ["track"], both: ["page", "screen", "track"] } as const;

/** What a row is called as a node: a page by its path, cleaned by the first rule that is found in it, or by its name where it has none; an event by its name. */
function labelOf({ nodes, clean }: PathsQuery, parameters: Parameters): string {
  if (nodes === "event") return "name";
  const rules = clean.map(({ match, as }) => `match(path, ${parameters.add(match, "String")}), ${parameters.add(as, "String")}, `);
  return `multiIf(kind = 'track' OR path = '', toString(name), ${rules.join("")}path)`;
}

/** Nodes as integers, which are sorted and compared ten times as fast as texts: SQL that makes them and takes them apart. */
export type NodeNumbers = {
  /** Condition of rows of `interaction` that are nodes. */
  isNode: string;
  /** A row's node, an UInt64: the ms since the range began in the upper bits, the place of its label below. In the order of time, then of labels. */
  ofRow: string;
  ms(node: string): string;
  /** The place of its label in the order of all, from 1. */
  place(node: string): string;
  /** The place of a label; 0, which no node has, where nothing is called so. */
  placeOf(label: string): string;
  labelAt(place: string): string;
};

/** How the nodes of a query are numbered. The labels are read before all else, once, and in the memory of the statement. */
export function nodeNumbers(query: PathsQuery, parameters: Parameters, context: QueryContext): NodeNumbers {
  const { fromMs, toMs } = context;
  const label = labelOf(query, parameters);
  const isNode = `kind IN ${parameters.add(kindsOf[query.nodes], "Array(String)")}`;
  // Without the query's own condition, for more labels than are needed do no harm.
  const all = `SELECT ${label} AS label FROM interaction WHERE ${lookedAt({ where: undefined, fromMs, toMs }, parameters, context)} AND ${isNode} GROUP BY label`;
  const labels = `(SELECT arraySort(groupUniqArray(toString(label))) FROM (${all}))`;
  const bits = 64 - Math.max(1, Math.ceil(Math.log2(Math.max(1, toMs - fromMs) + 1)));
  const place = `transform(${label}, ${labels}, range(1, toUInt32(length(${labels})) + 1), 0)`;
  return {
    isNode,
    ofRow: `bitOr(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(at) - ${parameters.add(fromMs, "Int64")}), ${bits}), toUInt64(${place}))`,
    ms: (node) => `bitShiftRight(${node}, ${bits})`,
    place: (node) => `bitAnd(${node}, ${parameters.add(String(2n ** BigInt(bits) - 1n), "UInt64")})`,
    placeOf: (text) => `indexOf(${labels}, ${parameters.add(text, "String")})`,
    labelAt: (at) => `arrayElement(${labels}, ${at})`,
  };
}
