export { type ClickHouse, type LinesToLoad, type Question, type RowsToInsert, type StatementSettings } from "./clickhouse.ts";
export { createClickHouse } from "./create-clickhouse.ts";
export { UnexpectedRowError } from "./decode-rows.ts";
export { connectToShared, shareClickHouse, type SharedClickHouse } from "./share-clickhouse.ts";
export { untilAborted } from "./until-aborted.ts";
export { migrateClickHouse, ClickHouseMigrationError } from "./migrate-clickhouse.ts";
