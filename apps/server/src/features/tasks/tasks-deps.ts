import { ProductError, type FieldIssue, type TaskOrigin, type TaskState } from "@throughline/contract";
import type { Kysely, Transaction } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database> | Transaction<Database>;
export type Tx = Transaction<Database>;

/** A task that was just closed, for whoever made it. */
export type ClosedTask = {
  workspaceId: string;
  id: string;
  key: string | null;
  origin: { kind: TaskOrigin; ref: string | null };
  state: Exclude<TaskState, "open">;
  outcome: string | null;
  note: string;
  by: string;
};
export type TasksDeps = {
  db: Kysely<Database>;
  now: () => number;
  /** Called in the transaction that closes a task: what its maker does about the outcome happens with it, or neither does. */
  onClosed?: (tx: Tx, task: ClosedTask) => Promise<void>;
};

export const noSuchTask = (): ProductError => new ProductError("not_found", "There is no such task in this workspace.");

export const invalid = (issue: FieldIssue): ProductError =>
  new ProductError("invalid_input", `${issue.field} ${issue.message}.`, { issues: [issue] });

/** Who acted, as a timeline says it. */
export const timelineActor = ({ actor }: Access): "agent" | "system" => (actor.kind === "user" ? "agent" : "system");
