import { ProductError } from "@throughline/contract";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Tx = Transaction<Database>;
export type Db = Kysely<Database> | Tx;
export type FlowsDeps = { db: Kysely<Database>; now: () => number };

export const noSuchFlow = (key: string): ProductError =>
  new ProductError("not_found", `There is no flow ${JSON.stringify(key)} in this workspace.`);
export const noSuchRun = (): ProductError => new ProductError("not_found", "There is no such run in this workspace.");
