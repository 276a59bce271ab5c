/** What other features of the console may use of insights: the form of a query, its live answer, and the query in an address. */
export { EventPicker } from "./builder/event-picker.tsx";
export { PickList, type Choice } from "./builder/pick-list.tsx";
export { PredicateBuilder } from "./builder/predicate-builder.tsx";
export { QueryBuilder } from "./builder/query-builder.tsx";
export { firstQuery, type ExplorerQuery } from "./builder/kinds.ts";
export { QueryResult } from "./result/query-result.tsx";
export { decodeQuery, encodeQuery } from "./query-code.ts";
export { RangeField } from "./builder/range-field.tsx";
