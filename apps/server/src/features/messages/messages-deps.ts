import type { Kysely, Transaction } from "kysely";
import { ProductError } from "@throughline/contract";
import type { Outbound } from "../../platform/http/outbound.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { Keys } from "./channels/keys.ts";
import type { MjmlCompiler } from "./render/compile-mjml.ts";

export type Db = Kysely<Database> | Transaction<Database>;
export type Tx = Transaction<Database>;

/** The server's own mail settings (SMTP_URL, MAIL_FROM), for workspaces that have none. */
export type ServerMail = { smtpUrl: string; from: string } | null;

export type MessagesDeps = {
  db: Kysely<Database>;
  now: () => number;
  /** Links in messages begin with it. */
  publicUrl: string;
  keys: Keys;
  serverMail: ServerMail;
  outbound: Outbound;
  /** Whether workspaces may name mail servers of the own network (THROUGHLINE_OUTBOUND_PRIVATE). */
  allowPrivate: boolean;
  compileMjml: MjmlCompiler["compile"];
};

export const noSuchTemplate = (key: string): ProductError =>
  new ProductError("not_found", `There is no template ${JSON.stringify(key)} in this workspace.`);
export const noSuchMessage = (): ProductError => new ProductError("not_found", "There is no such message in this workspace.");
