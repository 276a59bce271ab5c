import type { Kysely } from "kysely";
import type { ApiKeys } from "../../platform/auth/api-keys.ts";
import type { Mailer } from "../../platform/mail/create-mailer.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database>;

/** What the use cases of workspaces are given by `main.ts`. */
export type WorkspaceDeps = {
  db: Db;
  apiKeys: ApiKeys;
  mailer: Mailer;
  publicUrl: string;
  /** Starts filling a new workspace with the sample company; it goes on after this resolves. */
  fillWithSample: (workspaceId: string) => Promise<void>;
};
