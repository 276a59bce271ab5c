import { parseAccountId, roles, rolePermissions } from "@throughline/contract";
import { sql } from "kysely";
import type { Access } from "../../platform/auth/access.ts";
import { findAccount } from "../accounts/index.ts";
import { resolvePerson } from "../people/index.ts";
import { invalid, type TasksDeps } from "./tasks-deps.ts";

const mayWork = roles.filter((role) => rolePermissions[role].includes("tasks:write"));

/** `me` or a user id → user id of a member who may work tasks. Throws `invalid_input`. */
export async function checkAssignee({ db }: Pick<TasksDeps, "db">, access: Access, assignee: string | null): Promise<string | null> {
  if (assignee === null) return null;
  const accepted = "a member who may work tasks (their user id), me, or null";
  if (assignee === "me" && access.actor.kind !== "user")
    throw invalid({ field: "assignee", message: "cannot be me: an API key is nobody's assignee", accepted });
  const userId = assignee === "me" ? access.actor.id : assignee;
  const { rows } = await sql<{ role: string }>`
    SELECT role FROM workspace_member WHERE workspace_id = ${access.workspaceId} AND user_id = ${userId}`.execute(db);
  if (!rows[0]) throw invalid({ field: "assignee", message: "is not a member of this workspace", accepted });
  if (!mayWork.some((role) => role === rows[0]?.role))
    throw invalid({ field: "assignee", message: `has the role ${rows[0].role}, which does not work tasks`, accepted });
  return userId;
}

/** `p_…` → the person's id as decimal text. Throws `not_found`. */
export const checkPerson = async ({ db }: Pick<TasksDeps, "db">, access: Access, person: string | null): Promise<string | null> =>
  person === null ? null : resolvePerson(db, access.workspaceId, person);

/** `a_…` → the account's id as decimal text. Throws `invalid_input`. */
export async function checkAccount({ db }: Pick<TasksDeps, "db">, access: Access, account: string | null): Promise<string | null> {
  if (account === null) return null;
  const id = parseAccountId(account);
  if (id === null || !(await findAccount(db, access.workspaceId, id)))
    throw invalid({ field: "account", message: "is not an account of this workspace", accepted: "the id of an account, or null" });
  return id;
}
