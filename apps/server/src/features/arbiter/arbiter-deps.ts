import { ProductError } from "@throughline/contract";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;
export type ArbiterDeps = { db: Db; now: () => number };

export const noSuchPerson = () => new ProductError("not_found", "There is no such person in this workspace.");
export const noSuchTouch = () => new ProductError("not_found", "There is no such touch in this workspace.");
