export { guessKind, guessMapping, type SampledColumn } from "./guess-mapping.ts";
export { checkMapping, missingTargets, type ImportKind } from "./import-targets.ts";
export { createRowMapper, type AccountStatement, type MappedRow, type RowProblem, type RowValues } from "./map-row.ts";
export { numberedId } from "./row-identity.ts";
