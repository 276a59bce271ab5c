import { ProductError } from "@throughline/contract";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../../../platform/postgres/database.ts";
import type { QueryDeps } from "../../insights/index.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;
export type ReportDeps = Pick<QueryDeps, "db" | "clickhouse" | "now" | "stages" | "journeys">;

export const noSuchFlow = () => new ProductError("not_found", "There is no such flow in this workspace.");
